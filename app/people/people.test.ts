import { describe, expect, it } from 'vitest';
import { waitAfterFailures } from './backOff.ts';
import { may, rights, roles, soleUser, whyNot } from './person.ts';

describe('roles', () => {
  const person = (role: (typeof roles)[number]) => ({ name: 'x', roles: [role], knownBy: 'password' as const });
  it('let readers alone review, and administrators alone administer', () => {
    expect(roles.filter((role) => may(person(role), 'review'))).toEqual(['reader']);
    expect(roles.filter((role) => may(person(role), 'administer'))).toEqual(['administrator']);
    expect(whyNot(person('technician'), 'review')).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(whyNot(person('technician'), 'import')).toBeNull();
  });
  it('give the only user of a private desk all rights', () => {
    expect(rights.filter((right) => !may(soleUser('x'), right))).toEqual([]);
  });
});

describe('failed attempts', () => {
  it('wait longer and longer, up to a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 5, 12, 50, 1e9].map(waitAfterFailures)).toEqual([0, 0, 0, 2, 4, 8, 900, 900, 900]);
  });
});
