/** Who answers for what stands on the paper. */

export interface ReadStatement {
  readonly text: string;
  /** Whether the reader acknowledged what the computer calls critical; null where it does not. */
  readonly critical: 'acknowledged' | 'not acknowledged' | null;
}

/** A critical statement of the computer that the reading does not repeat. */
export interface CriticalBeside {
  readonly text: string;
  /** `not acknowledged`: stated on an analysis that the reader has not seen. */
  readonly became: 'rejected' | 'changed' | 'not acknowledged';
}

interface Reading {
  /** What the reader states, in order. */
  readonly statements: readonly ReadStatement[];
  readonly criticalBeside: readonly CriticalBeside[];
  readonly comment: string;
  readonly by: string;
  readonly role: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Number of the version and its seal. */
  readonly version: number;
  readonly sha256: string;
}

export type Standing =
  | { readonly kind: 'unconfirmed' }
  | (Reading & { readonly kind: 'confirmed' })
  | (Reading & {
      readonly kind: 'signed' | 'amended';
      readonly meaning: string;
      /** False: on a private desk, where nobody is asked who they are. */
      readonly byPassword: boolean;
      /** Why a signed version was amended; null for a first signature. */
      readonly reason: string | null;
      /** True while an amendment of this version is being written. */
      readonly beingAmended: boolean;
      /** True where analysis or marks have changed since it was signed: the values that are printed are not the signed ones. */
      readonly onAnotherAnalysis: boolean;
    });

/** Whether somebody's signature stands under the values too, and not under the words alone. */
export const areValuesSigned = (standing: Standing): boolean =>
  (standing.kind === 'signed' || standing.kind === 'amended') && !standing.onAnotherAnalysis;

/** Whether somebody signed, and the values that are shown came after that. */
export const isChangedSinceSigned = (standing: Standing): boolean =>
  (standing.kind === 'signed' || standing.kind === 'amended') && standing.onAnotherAnalysis;

export const unconfirmed: Standing = { kind: 'unconfirmed' };
