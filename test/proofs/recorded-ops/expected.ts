/** Tests of tfjs-core that fail, beside those that tfjs-node leaves out by a list of its own → why. */
export const FAILING: readonly { readonly name: RegExp; readonly why: string }[] = [
  { name: /^gather .* throws when/, why: 'our gather leaves its checks to TensorFlow, which words them otherwise' },
];

/** Runs that are not rebuilt, or come out otherwise → why that is right. */
export const NOT_REBUILT: readonly { readonly op: RegExp; readonly outcome: RegExp; readonly why: string }[] = [
  { op: /./, outcome: /^it has an element type that no net has \((7|8)\)$/, why: 'strings and complex numbers' },
  { op: /^Multinomial$/, outcome: /no key decides/, why: 'refused on purpose: it draws what cannot be repeated' },
  {
    op: /^(NonMaxSuppressionV[345]|UniqueV2)$/,
    outcome: /the shape of its result depends on values$/,
    why: 'refused on purpose: how many results there are is only known in a run',
  },
  {
    op: /^Softmax$/,
    outcome: /^it gives other values$/,
    why: 'oneDNN spreads a NaN over the row when run by itself only',
  },
];
