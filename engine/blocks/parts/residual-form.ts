import type { Fault } from '../../graph/problems';
import { choice, int, type Params, type Values } from '../../layers/contract/params';
import { type Spec, shapeText } from '../../layers/contract/spec';
import { channelsOf } from './channels';
import { CONVOLUTION_BIAS, NORMALISATION } from './normalised';

type Form = 'basic' | 'bottleneck';
type Shortcut = 'auto' | 'identity' | 'projection' | 'parameterFree';

/** What a residual block, one with squeeze and excitation and a stage of them have in common. */
export const RESIDUAL = {
  filters: int('Filters', 64, { max: 65_536, help: 'Maps of the 3×3 convolutions.' }),
  form: choice<Form>(
    'Form',
    [
      { value: 'basic', title: 'Basic' },
      { value: 'bottleneck', title: 'Bottleneck' },
    ],
    'basic',
    { help: 'Basic: two 3×3 convolutions. Bottleneck: 1×1, 3×3 and a 1×1 that widens.' },
  ),
  stride: int('Stride', 1, { max: 64, help: '2 halves height and width.' }),
  shortcut: choice<Shortcut>(
    'Shortcut',
    [
      { value: 'auto', title: 'Automatic' },
      { value: 'identity', title: 'Identity' },
      { value: 'projection', title: 'Projection' },
      { value: 'parameterFree', title: 'Without parameters' },
    ],
    'auto',
    {
      help:
        'Automatic: x unchanged where its shape allows, otherwise a 1×1 convolution. Without parameters: every ' +
        'second value of x where the stride is 2, and maps of zeros beside its own.',
    },
  ),
  expansion: int('Expansion', 4, {
    max: 64,
    help: 'Of a bottleneck: how many times its filters come out.',
    advanced: true,
  }),
  strideIn: choice<'3x3' | '1x1'>(
    'Stride in',
    [
      { value: '3x3', title: 'The 3×3 convolution' },
      { value: '1x1', title: 'The first 1×1 convolution' },
    ],
    '3x3',
    { help: 'Of a bottleneck: 3×3 as torchvision has it, 1×1 as the paper and Keras.', advanced: true },
  ),
  dilation: int('Dilation', 1, { max: 64, help: 'Distance of the values that a 3×3 filter sees.', advanced: true }),
  bias: CONVOLUTION_BIAS,
  ...NORMALISATION,
} as const satisfies Params;

export type ResidualValues = Values<typeof RESIDUAL>;

/** Maps that come out. */
export const widthOf = ({ form, filters, expansion }: ResidualValues): number =>
  form === 'bottleneck' ? filters * expansion : filters;

/** Whether x has to be brought to the shape of R(x) before the two can be added. */
const changesShape = (p: ResidualValues, input: Spec | undefined): boolean =>
  p.stride > 1 || (channelsOf(input) ?? widthOf(p)) !== widthOf(p);

/** How x reaches the addition. */
export function shortcutOf(p: ResidualValues, input: Spec | undefined): 'identity' | 'projection' | 'parameterFree' {
  if (p.shortcut === 'projection') return 'projection';
  if (!changesShape(p, input)) return 'identity';
  return p.shortcut === 'auto' ? 'projection' : p.shortcut;
}

/** A shortcut that cannot bring x to the shape of R(x). */
export function shortcutFault(p: ResidualValues, input: Spec | undefined): Fault | undefined {
  const kind = shortcutOf(p, input);
  const fits = kind === 'identity' ? !changesShape(p, input) : (channelsOf(input) ?? 0) <= widthOf(p);
  if (kind === 'projection' || fits) return undefined;
  return {
    code: 'block/shortcut',
    param: 'shortcut',
    input: 0,
    expected: `${widthOf(p)} maps`,
    got: input && shapeText(input),
    say: { filters: widthOf(p) },
    cures: [{ title: 'Project the shortcut', set: { shortcut: 'projection' } }],
  };
}

/** The parameters that differ from their defaults, for a residual block inside another. */
export function residualParams(p: ResidualValues): Readonly<Record<string, string | number | boolean>> {
  const { filters, ...rest } = p;
  const names = Object.keys(RESIDUAL) as (keyof ResidualValues)[];
  const others = names.filter((name) => name in rest && p[name] !== RESIDUAL[name].default);
  return Object.fromEntries([['filters', filters], ...others.map((name) => [name, p[name]] as const)]);
}

export function residualSummary(p: ResidualValues): string {
  const stride = p.stride > 1 ? `, stride ${p.stride}` : '';
  const dilation = p.dilation > 1 ? `, dilation ${p.dilation}` : '';
  const titles = RESIDUAL.shortcut.options;
  const shortcut = titles.find(({ value }) => value === p.shortcut && value !== 'auto')?.title.toLowerCase();
  const form = p.form === 'bottleneck' ? 'bottleneck ' : '';
  return `${form}${p.filters}${stride}${dilation}${shortcut ? `, ${shortcut}` : ''}`;
}
