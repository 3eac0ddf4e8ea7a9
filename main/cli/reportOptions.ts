import { type Command, InvalidArgumentError, Option } from 'commander';
import { fewestParts, type Paper, papers, type ReportParts } from '../../app/report/reportInput.ts';

/** Names of the pages beside the first, as the command line knows them. */
const pageNames = {
  leads: 'leadRows',
  median: 'medianBeats',
  evidence: 'evidence',
  quality: 'quality',
} as const satisfies Readonly<Record<string, keyof ReportParts>>;

export interface ReportFlags {
  readonly paper: Paper;
  readonly pages: ReportParts;
  readonly marks: boolean;
}

const isPageName = (name: string): name is keyof typeof pageNames => Object.hasOwn(pageNames, name);

const partsOf = (text: string): ReportParts => {
  const names = text === 'none' ? [] : text.split(',').map((name) => name.trim());
  const parts = { ...fewestParts };
  for (const name of names) {
    if (!isPageName(name))
      throw new InvalidArgumentError(`Pages are ${Object.keys(pageNames).join(', ')}, separated by commas, or none.`);
    parts[pageNames[name]] = true;
  }
  return parts;
};

/** Names of pages that were given where recordings are named: with blanks between them in place of commas. */
export const pagesAmong = (names: readonly string[]): readonly string[] => names.filter(isPageName);

/** Adds what every command that makes reports can be asked for. */
export const withReportOptions = (command: Command): Command =>
  command
    .addOption(new Option('--paper <size>', 'paper').choices(papers).default('A4'))
    .option('--pages <names>', `pages beside the first: ${Object.keys(pageNames).join(', ')}, or none`, partsOf, {
      ...fewestParts,
      medianBeats: true,
    })
    .option('--marks', 'P, QRS and T marked in the tracing', false);

export const partsFrom = ({ pages, marks }: ReportFlags): ReportParts => ({ ...pages, waveMarks: marks });
