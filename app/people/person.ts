import type { Result } from '../result.ts';
import { refuse } from '../result.ts';

export const roles = ['reader', 'technician', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const rights = ['view', 'import', 'export', 'review', 'administer'] as const;
export type Right = (typeof rights)[number];

/** A technician records and prepares; a reader also answers for the reading; an administrator looks after people and archive. */
const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  reader: ['view', 'import', 'export', 'review'],
  technician: ['view', 'import', 'export'],
  administrator: ['view', 'administer'],
};

/** Who sits at the desk. */
export interface Person {
  readonly name: string;
  /** One role of a person who logged in; all that a private desk needs of its only user. */
  readonly roles: readonly Role[];
  readonly knownBy: 'password' | 'single-user-desk';
}

export const may = (person: Person, right: Right): boolean =>
  person.roles.some((role) => rightsOfRole[role].includes(right));

const rightWords: Readonly<Record<Right, string>> = {
  view: 'look at recordings',
  import: 'take recordings in',
  export: 'export recordings',
  review: 'read, confirm or sign',
  administer: 'change people, settings or the archive',
};

/** `not-allowed`, in words; null when the person may. */
export const whyNot = (person: Person, right: Right): (Result<never> & { readonly ok: false }) | null =>
  may(person, right)
    ? null
    : refuse(
        'not-allowed',
        `${person.roles.join(', ')}: this role may not ${rightWords[right]}. Ask an administrator.`,
      );

/** The user of a private desk: everything that one person needs alone, without a password. */
export const soleUser = (name: string): Person => ({
  name,
  roles: ['reader', 'administrator'],
  knownBy: 'single-user-desk',
});

/** The role that stands under a signature: the one that gives the right to sign. */
export const signingRole = (person: Person): Role =>
  person.roles.includes('reader') ? 'reader' : (person.roles[0] ?? 'technician');
