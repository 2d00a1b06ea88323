/**
 * A formula of numbers, inputs by name, + − × ÷ ^, brackets and functions, read into a tree. Nothing in it can run
 * code: what is not in the grammar is told with its place.
 *
 *   sum := product (('+' | '−') product)*      product := sign (('×' | '÷') sign)*
 *   sign := ('+' | '−') sign | power           power := value ('^' sign)?
 *   value := number | name | name '(' sum (',' sum)* ')' | '(' sum ')'
 */
export type Formula =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'input'; readonly index: number }
  | { readonly type: 'call'; readonly name: OperationName; readonly of: readonly Formula[] };

/** How many values each function takes; the signs are functions too. */
const OPERATIONS = {
  add: 2,
  subtract: 2,
  multiply: 2,
  divide: 2,
  power: 2,
  negate: 1,
  abs: 1,
  exp: 1,
  log: 1,
  sqrt: 1,
  square: 1,
  sin: 1,
  cos: 1,
  tanh: 1,
  sigmoid: 1,
  relu: 1,
  softplus: 1,
  min: 2,
  max: 2,
} as const;
export type OperationName = keyof typeof OPERATIONS;

/** Names of inputs in the order of the wires, and of the constants that a formula may use. */
export const INPUT_NAMES = ['a', 'b', 'c', 'd'] as const;
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/** Where a formula cannot be read: place from 1, and what stands there. */
export interface FormulaFault {
  readonly at: number;
  readonly got: string;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z]+|[-+*/^(),×÷·−])/y;
const MOST_CHARACTERS = 500;
const MOST_DEPTH = 50;
const END = 'the end';
const SIGNS: Readonly<Record<string, OperationName>> = {
  '+': 'add',
  '-': 'subtract',
  '−': 'subtract',
  '*': 'multiply',
  '×': 'multiply',
  '·': 'multiply',
  '/': 'divide',
  '÷': 'divide',
};

class Refused extends Error {
  constructor(readonly fault: FormulaFault) {
    super(fault.got);
  }
}

function tokensOf(text: string): Token[] {
  if (text.length > MOST_CHARACTERS) throw new Refused({ at: MOST_CHARACTERS + 1, got: 'too long a formula' });
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    const at = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (!found) throw new Refused({ at: at + 1, got: text[at] ?? END });
    tokens.push({ text: found[1] as string, at: at + 1 });
  }
  return tokens;
}

class Reader {
  private next = 0;
  private depth = 0;
  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
  ) {}

  whole(): Formula {
    const formula = this.sum();
    if (this.next < this.tokens.length) this.refuse();
    return formula;
  }

  private get text(): string | undefined {
    return this.tokens[this.next]?.text;
  }

  private refuse(token = this.tokens[this.next]): never {
    throw new Refused(token ? { at: token.at, got: token.text } : { at: this.end, got: END });
  }

  private take(text: string): void {
    if (this.text !== text) this.refuse();
    this.next++;
  }

  private chain(names: readonly OperationName[], part: () => Formula): Formula {
    let left = part();
    for (let name = SIGNS[this.text ?? '']; name && names.includes(name); name = SIGNS[this.text ?? '']) {
      this.next++;
      left = { type: 'call', name, of: [left, part()] };
    }
    return left;
  }

  private sum(): Formula {
    return this.chain(['add', 'subtract'], () => this.chain(['multiply', 'divide'], () => this.sign()));
  }

  private sign(): Formula {
    if (++this.depth > MOST_DEPTH) this.refuse();
    const name = SIGNS[this.text ?? ''];
    let formula: Formula;
    if (name === 'add' || name === 'subtract') {
      this.next++;
      formula = this.sign();
      if (name === 'subtract') formula = { type: 'call', name: 'negate', of: [formula] };
    } else {
      formula = this.value();
      if (this.text === '^') {
        this.next++;
        formula = { type: 'call', name: 'power', of: [formula, this.sign()] };
      }
    }
    this.depth--;
    return formula;
  }

  private value(): Formula {
    const token = this.tokens[this.next++] ?? this.refuse();
    if (token.text === '(') {
      const inner = this.sum();
      this.take(')');
      return inner;
    }
    if (/^[\d.]/.test(token.text)) return { type: 'number', value: Number(token.text) };
    if (this.text === '(') return this.call(token);
    const index = INPUT_NAMES.indexOf(token.text as (typeof INPUT_NAMES)[number]);
    if (index >= 0) return { type: 'input', index };
    const value = Object.hasOwn(CONSTANTS, token.text) ? CONSTANTS[token.text] : undefined;
    return value === undefined ? this.refuse(token) : { type: 'number', value };
  }

  private call(token: Token): Formula {
    if (!Object.hasOwn(OPERATIONS, token.text)) this.refuse(token);
    const name = token.text as OperationName;
    this.take('(');
    const of = [this.sum()];
    while (of.length < OPERATIONS[name]) {
      this.take(',');
      of.push(this.sum());
    }
    this.take(')');
    return { type: 'call', name, of };
  }
}

/** The tree of a formula, or where it cannot be read. */
export function readFormula(text: string): Formula | FormulaFault {
  try {
    return new Reader(tokensOf(text), text.length + 1).whole();
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    throw error;
  }
}

/** Inputs that a formula names, by index, each once. */
export function inputsOf(formula: Formula): readonly number[] {
  if (formula.type === 'number') return [];
  if (formula.type === 'input') return [formula.index];
  return [...new Set(formula.of.flatMap(inputsOf))].sort((a, b) => a - b);
}
