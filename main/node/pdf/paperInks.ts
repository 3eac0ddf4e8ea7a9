import type { Ink } from '../../../app/tracing/displayList.ts';

/** Colours on white paper. The grid recedes behind a black trace; text is black, what is secondary grey. */
export const paperInks: Readonly<Record<Ink, string>> = {
  paper: '#ffffff',
  gridMinor: '#f8d9d6',
  gridMajor: '#efaeaa',
  trace: '#000000',
  text: '#111111',
  muted: '#5f5f5f',
  rule: '#b8b8b8',
  accent: '#1f5a8c',
  critical: '#b00020',
  activation: '#f2a900',
};
