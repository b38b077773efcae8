import ts from 'typescript';
import { alternativesOf } from './patterns.js';
import type { Pattern, Rule, RuleKind } from './switches.js';

/** A source file of the extractor, its rules made switchable: CommonJS that wants `require`, `exports` and `SWITCHES`. */
export interface Instrumented {
  readonly file: string;
  readonly code: string;
}

export const SWITCHES = '$switches';

/** Collects the rules of all files while it makes them switchable. */
export class Instrumenter {
  readonly rules: Rule[] = [];
  readonly patterns: Pattern[] = [];

  /** @param switchable false for a file without rules of the language */
  file(file: string, text: string, switchable: boolean): Instrumented {
    const { outputText } = ts.transpileModule(text, {
      fileName: file,
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
        sourceMap: false,
      },
      transformers: switchable
        ? { before: [(context) => (source) => new OneFile(this, context, source, file).visited()] }
        : {},
    });
    return { file, code: outputText };
  }
}

/** Names whose calls answer whether something is so, by the house's way of naming: `isX`, and those of the language. */
const ASKS = /^(?:is[A-Z]|has[A-Z]|may[A-Z]|within$|happened$|test$|has$|includes$|some$|every$|startsWith$|endsWith$)/;
const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

class OneFile {
  readonly #all: Instrumenter;
  readonly #context: ts.TransformationContext;
  readonly #source: ts.SourceFile;
  readonly #file: string;

  constructor(all: Instrumenter, context: ts.TransformationContext, source: ts.SourceFile, file: string) {
    this.#all = all;
    this.#context = context;
    this.#source = source;
    this.#file = file;
  }

  visited = (): ts.SourceFile => ts.visitEachChild(this.#source, this.#visit, this.#context);

  readonly #visit = (node: ts.Node): ts.Node => {
    if (ts.isRegularExpressionLiteral(node)) return this.#pattern(node);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === 'words') return this.#list(node, /\s+/);
      if (node.expression.text === 'phrases') return this.#list(node, /\|/);
      if (node.expression.text === 'lines') return this.#list(node, /\s*\n\s*/);
    }
    if (this.#file.startsWith('lexicon/')) {
      if (ts.isArrayLiteralExpression(node) && isTable(node)) return this.#table(node);
      if (ts.isObjectLiteralExpression(node) && isTable(node)) return this.#record(node);
    }
    // What keeps a loop going is no rule of the language, and without it the loop may never end.
    if (ts.isWhileStatement(node))
      return ts.factory.updateWhileStatement(
        node,
        node.expression,
        ts.visitNode(node.statement, this.#visit) as ts.Statement,
      );
    if (ts.isIfStatement(node)) return this.#if(node);
    if (ts.isBinaryExpression(node)) return this.#operands(node);
    return ts.visitEachChild(node, this.#visit, this.#context);
  };

  #rule(kind: RuleKind, node: ts.Node, text: string, letters?: string): number {
    const id = this.#all.rules.length;
    const line = this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source)).line + 1;
    this.#all.rules.push({ id, kind, file: this.#file, line, within: declarationOf(node), text, letters });
    return id;
  }

  #ask(method: string, id: number, ...more: ts.Expression[]): ts.Expression {
    const asked = ts.factory.createPropertyAccessExpression(ts.factory.createIdentifier(SWITCHES), method);
    return ts.factory.createCallExpression(asked, undefined, [ts.factory.createNumericLiteral(id), ...more]);
  }

  #list(node: ts.CallExpression, apart: RegExp): ts.Expression {
    const [list] = node.arguments;
    if (!list || !ts.isStringLiteralLike(list)) throw new Error(`${this.#file}: a list has to be one literal.`);
    const entries = list.text.split(apart).filter(Boolean);
    // Inflected forms share the beginning: "free" and "freeing", "family" and "families".
    const ids = entries.map((entry) => this.#rule('word', node, entry, stemOf(entry)));
    return ids[0] === undefined ? node : this.#ask('list', ids[0], node);
  }

  #pattern(node: ts.RegularExpressionLiteral): ts.Expression {
    const end = node.text.lastIndexOf('/');
    const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
    const alternatives = alternativesOf(source, flags);
    const first = this.#all.rules.length;
    for (const { from, to, letters } of alternatives) this.#rule('pattern', node, source.slice(from, to), letters);
    const negative = /\(\?<?!/.test(source);
    return this.#ask('pattern', this.#all.patterns.push({ source, flags, first, alternatives, negative }) - 1);
  }

  #line(node: ts.Node): number | undefined {
    const text = node.getText(this.#source);
    return /\b(?:words|phrases|lines)\(/.test(text) ? undefined : this.#rule('line', node, text.slice(0, 80));
  }

  #table(node: ts.ArrayLiteralExpression): ts.Expression {
    const { factory } = ts;
    const elements = node.elements.map((element) => {
      const id = this.#line(element);
      const visited = ts.visitNode(element, this.#visit) as ts.Expression;
      if (id === undefined) return visited;
      const one = factory.createArrayLiteralExpression([visited]);
      const none = factory.createArrayLiteralExpression([]);
      return factory.createSpreadElement(
        factory.createConditionalExpression(this.#ask('on', id), undefined, one, undefined, none),
      );
    });
    return factory.updateArrayLiteralExpression(node, elements);
  }

  #record(node: ts.ObjectLiteralExpression): ts.Expression {
    const { factory } = ts;
    const properties = node.properties.map((property) => {
      const id = this.#line(property);
      const visited = ts.visitEachChild(property, this.#visit, this.#context);
      if (id === undefined) return visited;
      const one = factory.createObjectLiteralExpression([visited]);
      const none = factory.createObjectLiteralExpression([]);
      return factory.createSpreadAssignment(
        factory.createConditionalExpression(this.#ask('on', id), undefined, one, undefined, none),
      );
    });
    return factory.updateObjectLiteralExpression(node, properties);
  }

  #if(node: ts.IfStatement): ts.Statement {
    const id = this.#rule('condition', node, node.expression.getText(this.#source).slice(0, 100));
    const condition = ts.visitNode(node.expression, this.#visit) as ts.Expression;
    const visit = (statement: ts.Statement): ts.Statement => ts.visitNode(statement, this.#visit) as ts.Statement;
    return ts.factory.updateIfStatement(
      node,
      this.#ask('so', id, condition),
      visit(node.thenStatement),
      node.elseStatement && visit(node.elseStatement),
    );
  }

  /** What is joined by "and" and "or", where it answers yes or no. */
  #operands(node: ts.BinaryExpression): ts.Expression {
    const kind = node.operatorToken.kind;
    const method =
      kind === ts.SyntaxKind.BarBarToken ? 'so' : kind === ts.SyntaxKind.AmpersandAmpersandToken ? 'unless' : undefined;
    if (!method || isInLoopHead(node)) return ts.visitEachChild(node, this.#visit, this.#context);
    const operand = (each: ts.Expression): ts.Expression => {
      const visited = ts.visitNode(each, this.#visit) as ts.Expression;
      if (!isYesOrNo(each)) return visited;
      return this.#ask(method, this.#rule('condition', each, each.getText(this.#source).slice(0, 100)), visited);
    };
    return ts.factory.updateBinaryExpression(node, operand(node.left), node.operatorToken, operand(node.right));
  }
}

/** Three letters at least, or there would be no text without them; undefined where the entry begins otherwise. */
function stemOf(entry: string): string | undefined {
  const letters = /^[\p{L}]{3,}/u.exec(entry)?.[0];
  return letters && letters.toLowerCase().slice(0, Math.max(3, letters.length - 1));
}

/** The value of a constant of a lexicon, each of whose lines stands for itself. */
function isTable(node: ts.Node): boolean {
  let at = node.parent;
  while (
    ts.isAsExpression(at) ||
    ts.isCallExpression(at) ||
    ts.isPropertyAccessExpression(at) ||
    ts.isNewExpression(at)
  )
    at = at.parent;
  return ts.isVariableDeclaration(at);
}

function declarationOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at = node; at; at = at.parent) {
    const name =
      (ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at) || ts.isFunctionDeclaration(at)) && at.name;
    if (name) names.unshift(name.getText());
  }
  return names.join('.');
}

function isInLoopHead(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    if (ts.isForStatement(at.parent)) return at.parent.condition === at;
    if (ts.isStatement(at)) return false;
  }
  return false;
}

function isYesOrNo(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isBinaryExpression(node)) return COMPARES.has(node.operatorToken.kind);
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression;
  return ASKS.test(ts.isPropertyAccessExpression(called) ? called.name.text : called.getText());
}
