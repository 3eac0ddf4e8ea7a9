import { canonicalJson } from '../audit/canonicalJson.ts';
import type { ReviewState } from '../ports.ts';
import { type CriticalBeside, type ReadStatement, type Standing, unconfirmed } from '../report/standing.ts';
import { finalStatements, type ReviewGround, standingVersion } from '../review/advance.ts';
import type { ReviewContent } from '../review/review.ts';

/** What a reader said, as the pages show it and as the report carries it. */
export interface ReportReading {
  readonly standing: Standing;
  /** Canonical JSON of the version, and its seal; null where the standing is unconfirmed. */
  readonly review: { readonly text: string; readonly sha256: string } | null;
}

export const unread: ReportReading = { standing: unconfirmed, review: null };

/** What the reader states, and what became of the critical statements of the computer: of those then, and of those now. */
const statedIn = (
  content: ReviewContent,
  { computer }: ReviewGround,
): { readonly statements: readonly ReadStatement[]; readonly criticalBeside: readonly CriticalBeside[] } => {
  const seen = new Set(content.criticalSeen);
  const unseen = computer.filter(({ code, critical }) => critical && !seen.has(code));
  const final = finalStatements(content);
  const isStated = (code: string): boolean => final.some((each) => each.code === code);
  return {
    statements: final.map(({ code, text }) => {
      if (code !== null && seen.has(code)) return { text, critical: 'acknowledged' };
      return { text, critical: unseen.some((each) => each.code === code) ? 'not acknowledged' : null };
    }),
    criticalBeside: [
      ...content.answered.flatMap(({ code, text, answer }): readonly CriticalBeside[] =>
        answer === 'agreed' || !seen.has(code) || isStated(code) ? [] : [{ text, became: answer }],
      ),
      ...unseen
        .filter(({ code }) => !isStated(code))
        .map(({ text }): CriticalBeside => ({ text, became: 'not acknowledged' })),
    ],
  };
};

/**
 * The version that paper may show: the signed one that stands, else the last one where it is confirmed. A draft is nobody's
 * word yet. A confirmed version that was made on another analysis or other marks than those printed is not shown either: its
 * reader has not seen them. Of a signed one the paper says so.
 */
export const readingOf = ({ ground, versions }: ReviewState): ReportReading => {
  const signed = standingVersion(versions);
  const last = versions.at(-1) ?? null;
  const shown = signed ?? (last?.version.status === 'confirmed' ? last : null);
  if (shown === null) return unread;
  const { version, sha256 } = shown;
  const onThis =
    version.analysisSha256 === ground.analysisSha256 && version.correctionsSha256 === ground.correctionsSha256;
  const review = { text: canonicalJson(version), sha256 };
  const { signature } = version;
  const reading = {
    ...statedIn(version.content, ground),
    comment: version.content.comment,
    version: version.version,
    sha256,
  };
  if (signature === null) {
    if (!onThis) return unread;
    const { author, at } = version;
    return { standing: { ...reading, kind: 'confirmed', by: author.name, role: author.role, at }, review };
  }
  return {
    standing: {
      ...reading,
      kind: version.status === 'amended' ? 'amended' : 'signed',
      by: signature.name,
      role: signature.role,
      at: signature.at,
      meaning: signature.meaning,
      byPassword: signature.knownBy === 'password',
      reason: version.reason,
      beingAmended: last !== shown,
      onAnotherAnalysis: !onThis,
    },
    review,
  };
};
