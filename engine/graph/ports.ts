import type { GraphEdge, PortRef } from './document';

/** The inner ports that a port of a block feeds: one, or several where the block's input goes more than one way. */
export const refsOf = (value: PortRef | readonly PortRef[]): readonly PortRef[] =>
  typeof value[0] === 'string' ? [value as PortRef] : (value as readonly PortRef[]);

export const samePort = (a: PortRef, b: PortRef): boolean => a[0] === b[0] && a[1] === b[1];

export const sameEdge = (a: GraphEdge, b: GraphEdge): boolean => samePort(a.from, b.from) && samePort(a.to, b.to);

/** One text for each wire. */
export const edgeKey = ({ from, to }: GraphEdge): string => JSON.stringify([from, to]);
