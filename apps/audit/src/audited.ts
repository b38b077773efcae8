/** Token of the database whose read models are audited; it must be able to make scratch tables. */
export const AUDITED = Symbol('audited database');
