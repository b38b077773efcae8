/**
 * Whether the database went away under work that had begun: SQLSTATE class 57P0 (it was told to end, or crashed), a
 * connection that broke, or TypeORM's word for a query on one.
 */
export function isLostConnection(error: unknown): boolean {
  const { code, driverError } = Object(error) as { code?: string; driverError?: { code?: string } };
  return (
    /^57P0/.test(driverError?.code ?? code ?? '') ||
    /Connection terminated|ECONNREFUSED|ECONNRESET|[Rr]unner already released/.test(String(error))
  );
}
