import { describe, expect, it } from 'vitest';
import { isFault, problem } from '../../../engine/graph/problems';
import type { Layer } from '../../../engine/layers/contract/layer';
import { layers } from '../../../engine/layers/contract/registry';
import { float } from '../../../engine/layers/contract/spec';
import { type Formula, inputsOf, readFormula } from '../../../engine/layers/parts/formula';
import { valuesOf } from './cases';

/** The tree written with all its brackets. */
function text(formula: Formula): string {
  if (formula.type === 'number') return String(formula.value);
  if (formula.type === 'input') return 'abcd'[formula.index] as string;
  return `${formula.name}(${formula.of.map(text).join(' ')})`;
}
function read(formula: string): string {
  const tree = readFormula(formula);
  return 'at' in tree ? `${tree.got} at ${tree.at}` : text(tree);
}

describe('a formula', () => {
  it.each([
    ['1 + 2 × a', 'add(1 multiply(2 a))'],
    ['a − b − c', 'subtract(subtract(a b) c)'],
    ['a / b * c ÷ d', 'divide(multiply(divide(a b) c) d)'],
    ['-a^2', 'negate(power(a 2))'],
    ['a^-2', 'power(a negate(2))'],
    ['a^b^c', 'power(a power(b c))'],
    ['2^-a^2', 'power(2 negate(power(a 2)))'],
    ['--+a', 'negate(negate(a))'],
    ['(a + b)·3e-2', 'multiply(add(a b) 0.03)'],
    ['max(min(a, 1), sqrt(b))', 'max(min(a 1) sqrt(b))'],
    ['e × .5', `multiply(${Math.E} 0.5)`],
  ])('%s is read as it is meant', (formula, tree) => {
    expect(read(formula)).toBe(tree);
  });

  it.each([
    ['', 'the end at 1'],
    ['a +', 'the end at 4'],
    ['a b', 'b at 3'],
    ['(a', 'the end at 3'],
    ['a)', ') at 2'],
    ['x + 1', 'x at 1'],
    ['foo(a)', 'foo at 1'],
    ['constructor', 'constructor at 1'],
    ['toString(a)', 'toString at 1'],
    ['max(a)', ') at 6'],
    ['sin(a, b)', ', at 6'],
    ['sin', 'sin at 1'],
    ['a; b', '; at 2'],
    ['process.exit(1)', '. at 8'],
    ['a[0]', '[ at 2'],
    ['1..2', '. at 2'],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, '( at 51'],
    ['a'.repeat(501), 'too long a formula at 501'],
  ])('%s is refused with its place', (formula, fault) => {
    expect(read(formula)).toBe(fault);
  });

  it('knows which inputs it names', () => {
    const tree = readFormula('c + sin(a)×a');
    expect('at' in tree ? [] : inputsOf(tree)).toEqual([0, 2]);
  });
});

describe('an expression at fault', () => {
  const layer = layers.get('expression') as Layer;
  const said = (formula: string, wires: number) => {
    const answer = layer.shape(Array(wires).fill(float(2)), valuesOf(layer, { formula }));
    return isFault(answer) ? problem(answer.code, { node: 'ratio', ...answer.say }).message : undefined;
  };

  it('says where and why', () => {
    expect(said('a +* 2', 1)).toBe('The formula of ratio cannot be read at place 4, where * stands.');
    expect(said('a + b', 1)).toBe('The formula of ratio names b, and what is connected is a.');
    expect(said('2 + 3', 2)).toBe('The formula of ratio names no input, and what is connected is a, b.');
    expect(said('a', 5)).toBe('ratio takes at most four inputs, but 5 are connected.');
    expect(said('a + b', 2)).toBeUndefined();
  });
});
