import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPlaces } from './places.ts';

describe('places', () => {
  it('the analysis process is where it is said to be', () => {
    expect(existsSync(findPlaces().workerEntry)).toBe(true);
  });
});
