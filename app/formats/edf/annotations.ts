import { looseText, tidy } from '../text.ts';

/** One time-stamped annotation list (TAL) of EDF+. */
export interface TimedTexts {
  readonly onsetS: number;
  readonly durationS: number | null;
  /** Empty for the list that only says when its data record begins. */
  readonly texts: readonly string[];
}

const endOfDuration = 0x15;
const endOfText = 0x14;

/**
 * The lists in one data record's annotation signal (EDF+ specification 2.2): `+onset[\x15duration]\x14text\x14...\0`. What is
 * malformed is passed over: a broken remark must not cost the recording.
 */
export const parseTimedTexts = (bytes: Uint8Array): readonly TimedTexts[] => {
  const lists: TimedTexts[] = [];
  let from = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(0, from);
    const list = bytes.subarray(from, end === -1 ? bytes.length : end);
    from += list.length + 1;
    const firstText = list.indexOf(endOfText);
    if (firstText === -1) continue;
    const stamp = list.subarray(0, firstText);
    const split = stamp.indexOf(endOfDuration);
    const onset = looseText(split === -1 ? stamp : stamp.subarray(0, split));
    if (!/^[-+]\d{1,12}(?:\.\d{1,12})?$/.test(onset)) continue;
    const duration = split === -1 ? '' : looseText(stamp.subarray(split + 1));
    const texts: string[] = [];
    for (let at = firstText + 1; at < list.length; ) {
      const stop = list.indexOf(endOfText, at);
      const text = tidy(looseText(list.subarray(at, stop === -1 ? list.length : stop)));
      if (text !== '') texts.push(text);
      at = stop === -1 ? list.length : stop + 1;
    }
    lists.push({ onsetS: Number(onset), durationS: /^\d+(?:\.\d+)?$/.test(duration) ? Number(duration) : null, texts });
  }
  return lists;
};
