import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analysisLineSchema } from '../../app/analysis/schema.ts';
import { heartFiles } from '../../app/workflow/fixtures.ts';
import { unlockDatabase } from '../node/archive/cipher.ts';
import { readKey } from '../node/archiveKey/keyFile.ts';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => join(folder, ...names);
function record(name: string, below = 'in'): void {
  mkdirSync(at(below), { recursive: true });
  for (const file of heartFiles(name)) writeFileSync(at(below, file.name), file.bytes);
}

const start = (...args: string[]): ChildProcess => startWith(['ignore', 'pipe', 'pipe'], args);
const startWith = (stdio: ('ignore' | 'pipe' | number)[], args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    stdio,
    // Nothing of this user's own archive and models may be touched.
    env: { ...process.env, EINTHOVEN_ARCHIVE: at('default.sqlite'), EINTHOVEN_USER_MODELS: at('user-models') },
  });

/** The real command line, as a shell runs it. */
async function einthoven(...args: string[]) {
  const child = start(...args);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr, lines: stdout.split('\n').filter((line) => line !== '') };
}

describe('analyze', () => {
  it('prints one valid JSON object a recording and nothing else, in the order of the input', async () => {
    for (const name of ['b', 'a', 'c']) record(name);
    rmSync(at('in', 'c.dat'));
    writeFileSync(at('in', 'empty.csv'), '');
    mkdirSync(at('in', 'x.hea'));
    writeFileSync(at('in', 'notes.txt'), 'no ECG');
    const { code, lines, stderr } = await einthoven('analyze', '--ndjson', '--models', 'none', at('in'), at('nowhere'));
    expect(code).toBe(3);
    const results = lines.map((line) => analysisLineSchema.parse(JSON.parse(line)));
    expect(results.map((result) => `${result.record} ${'error' in result ? result.error.code : 'done'}`)).toEqual([
      'a done',
      'b done',
      'c missing-companion',
      'empty empty-file',
      'x not-a-file',
      'nowhere not-found',
    ]);
    expect(stderr).toContain(`${at('in', 'notes.txt')}: not an ECG: the content is of no ECG format`);
    expect(stderr).toContain('2 analysed, 4 refused, 1 other file left out');
  });

  it('prints an aligned table with the reasons, and ends with 0 when all was analysed', async () => {
    record('a');
    const { code, lines } = await einthoven('analyze', at('in'), '--models', 'none', '--jobs', '1');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^record +HR +PR +QRS +QT\/QTcF +axis +quality +validity +findings$/);
    expect(lines[2]).toMatch(/^a +\d+ +[-\d]+ +\d+ +[-\d]+\/[-\d]+ +[-\d]+ +\w+ +VALID/);
    expect(lines.at(-1)).toBe('1 analysed, 0 refused');
  });

  it('leaves the page of median beats out of the PDF where it is not wanted', async () => {
    record('a', 'in');
    await einthoven('analyze', at('in'), '--out', at('out'), '--pdf', '--no-median-beats', '--models', 'none');
    expect(readFileSync(at('out', 'a.pdf'), 'latin1')).toMatch(/\/Count 1\b/);
  });

  it('compares every recording of the PDFs with the one that is named', async () => {
    record('a', 'in');
    record('before', 'old');
    const out = ['--out', at('out'), '--models', 'none', '--archive', at('a.sqlite')];
    const compared = await einthoven('analyze', at('in'), ...out, '--pdf', '--compare', at('old', 'before.hea'));
    expect(compared).toMatchObject({ code: 0 });
    // Tracing, median beats, comparison.
    expect(readFileSync(at('out', 'a.pdf'), 'latin1')).toMatch(/\/Count 3\b/);
    const nowhere = await einthoven('analyze', at('old'), ...out, '--pdf', '--compare', at('nowhere.hea'));
    expect(nowhere.code).toBe(3);
    expect(nowhere.stderr).toContain('nowhere');
    expect(await einthoven('analyze', at('in'), ...out, '--compare', at('old'))).toMatchObject({ code: 2 });
  });

  it('compares a recording of the archive with another one of it, and says so where the patient has no earlier one', async () => {
    record('a', 'in');
    record('before', 'in');
    const analyze = ['analyze', at('in'), '--models', 'none', '--archive', at('a.sqlite')];
    expect(await einthoven(...analyze)).toMatchObject({ code: 0 });
    const report = ['report', '1', '--archive', at('a.sqlite'), '--pages', 'none', '--out'];
    expect(await einthoven(...report, at('with'), '--compare', '2')).toMatchObject({ code: 0 });
    expect(readFileSync(at('with', 'a.pdf'), 'latin1')).toMatch(/\/Count 2\b/);
    expect(await einthoven(...report, at('none'), '--compare', 'previous')).toMatchObject({ code: 0 });
    expect(readFileSync(at('none', 'a.pdf'), 'latin1')).toMatch(/\/Count 1\b/);
  });

  it('says what is wrong with the words of report: blanks between pages, two ways at once, none', async () => {
    const report = (...args: readonly string[]) => einthoven('report', '--out', at('out'), ...args);
    const blanks = await report('--all', '--pages', 'leads', 'median');
    expect(blanks).toMatchObject({ code: 2, stderr: expect.stringContaining('median: pages are separated by commas') });
    const twice = await report('1', '--all');
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('exclude one another') });
    const none = await report();
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('name recordings, or --search, or --all') });
  });

  it('writes JSON and PDF, two records of one name apart, and keeps everything in an archive', async () => {
    record('a', 'in/one');
    record('a', 'in/two');
    record('b', 'in/two');
    // Not the same content, or it would be one recording.
    writeFileSync(at('in/two/a.hea'), `${readFileSync(at('in/two/a.hea'), 'utf8')}# another visit\n`);
    const archive = ['--archive', at('a.sqlite')];
    const run = await einthoven('analyze', at('in'), '--out', at('out'), '--pdf', '--models', 'none', ...archive);
    expect(run).toMatchObject({ code: 0 });
    expect(readdirSync(at('out')).sort()).toEqual(['a-2.json', 'a-2.pdf', 'a.json', 'a.pdf', 'b.json', 'b.pdf']);
    const pdf = readFileSync(at('out', 'a.pdf'), 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf).toMatch(/\/Count 2\b/);
    expect(analysisLineSchema.parse(JSON.parse(readFileSync(at('out', 'a-2.json'), 'utf8'))).record).toBe('a');
    expect(run.lines.at(-1)).toBe('3 analysed, 0 refused, 3 new in the archive');

    const again = await einthoven('analyze', at('in'), '--models', 'none', ...archive);
    expect(again.lines.at(-1)).toBe('3 analysed, 0 refused, 0 new in the archive');
    const verified = await einthoven('audit', 'verify', ...archive);
    // The archive itself, and import, analysis and report of each.
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^intact: 10 events, head [0-9a-f]{64}\n$/),
    });
    const listed = await einthoven('audit', 'list', '--ndjson', ...archive);
    expect(listed.lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('keeps what it shows when the same recording says something else this time', async () => {
    record('a');
    const analyze = ['analyze', at('in'), '--models', 'none', '--archive', at('a.sqlite')];
    for (const more of [[], ['--age', '10'], ['--age', '10']])
      expect(await einthoven(...analyze, ...more)).toMatchObject({ code: 0 });
    const { lines } = await einthoven('audit', 'list', '--ndjson', '--archive', at('a.sqlite'));
    expect(lines.filter((line) => JSON.parse(line).type === 'recording-analysed')).toHaveLength(2);
  });

  it('leaves no half file and no event of a report that could not be written', async () => {
    record('a');
    mkdirSync(at('out', 'a.pdf'), { recursive: true });
    mkdirSync(at('out', 'a.json'));
    const archive = ['--archive', at('a.sqlite')];
    const run = await einthoven('analyze', at('in'), '--out', at('out'), '--pdf', '--models', 'none', ...archive);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/a\.hea: not written: a\.json .*EISDIR/);
    expect(run.stderr).toMatch(/a\.hea: PDF: a\.pdf .*EISDIR/);
    expect(readdirSync(at('out'))).toEqual(['a.json', 'a.pdf']);
    const { lines } = await einthoven('audit', 'list', '--ndjson', ...archive);
    expect(lines.map((line) => JSON.parse(line).type)).not.toContain('report-exported');
    expect(lines).toHaveLength(3);
  });

  it('takes age, sex, and a lead from the user', async () => {
    record('a');
    const flags = ['--models', 'none', '--age', '33', '--sex', 'F', '--lead', 'v2'];
    const { lines } = await einthoven('analyze', '--ndjson', at('in', 'a.hea'), ...flags);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ recording: { patient: { ageYears: 33, sex: 'F' } } });
    const missing = await einthoven('analyze', '--ndjson', at('in', 'a.hea'), '--models', 'none', '--lead', 'V9');
    expect(missing.code).toBe(3);
    expect(JSON.parse(missing.lines[0] ?? '')).toMatchObject({ error: { code: 'invalid-input' } });
  });

  it('stops without noise when the reader of its output goes away', async () => {
    for (let i = 0; i < 30; i++) record(`r${i}`);
    const child = start('analyze', '--ndjson', '--models', 'none', '--jobs', '1', at('in'));
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    await once(child.stdout!, 'data');
    child.stdout?.destroy();
    const [code] = await once(child, 'close');
    expect(code).toBe(141);
    expect(stderr).not.toMatch(/EPIPE|at .*\.ts/);
  });

  it('keeps what was done when it is interrupted', async () => {
    for (let i = 0; i < 60; i++) record(`r${String(i).padStart(2, '0')}`);
    for (let i = 0; i < 60; i++) {
      const header = at('in', `r${String(i).padStart(2, '0')}.hea`);
      writeFileSync(header, `${readFileSync(header, 'utf8')}# visit ${i}\n`);
    }
    const child = start(
      'analyze',
      '--ndjson',
      '--models',
      'none',
      '--jobs',
      '1',
      '--archive',
      at('a.sqlite'),
      at('in'),
    );
    let lines = 0;
    child.stdout?.on('data', (chunk) => {
      lines += String(chunk).split('\n').length - 1;
      if (lines >= 3) child.kill('SIGINT');
    });
    child.stderr?.resume();
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(lines).toBeLessThan(60);
    const { stdout } = await einthoven('audit', 'list', '--ndjson', '--archive', at('a.sqlite'));
    expect(stdout.match(/recording-analysed/g)).toHaveLength(lines);
    expect(await einthoven('audit', 'verify', '--archive', at('a.sqlite'))).toMatchObject({ code: 0 });
  });
});

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  const withFull = async (which: 'stdout' | 'stderr', ...args: string[]) => {
    const full = openSync('/dev/full', 'w');
    const child = startWith(which === 'stdout' ? ['ignore', full, 'pipe'] : ['ignore', 'pipe', full], args);
    closeSync(full);
    let text = '';
    (child.stdout ?? child.stderr)?.on('data', (chunk) => {
      text += chunk;
    });
    const [code] = await once(child, 'close');
    return { code, text };
  };

  it.each([[['schema']], [['--help']], [['models', 'list']], [['analyze', '--ndjson', '--models', 'none', 'in']]])(
    'behind stdout ends %j with 1 and one line',
    async (args) => {
      record('a');
      record('b');
      const { code, text } = await withFull('stdout', ...args);
      expect(code).toBe(1);
      expect(text.split('\n').filter((line) => line.includes('ENOSPC'))).toEqual([
        'einthoven: the output cannot be written (ENOSPC)',
      ]);
      expect(text).not.toMatch(/ at .*\.ts|Error:/);
    },
  );

  it('behind stderr changes neither results nor exit code', async () => {
    record('a');
    expect(await withFull('stderr', 'analyze', '--ndjson', '--models', 'none', 'in')).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^\{.*\}\n$/),
    });
    expect(await withFull('stderr', 'analyze', '--models', 'none', 'in', 'nowhere')).toMatchObject({ code: 3 });
    expect(await withFull('stderr', 'frobnicate')).toMatchObject({ code: 2 });
  });
});

describe('usage', () => {
  it.each([
    [[]],
    [['analyze']],
    [['frobnicate']],
    [['analyze', 'x', '--jobs', '0']],
    [['analyze', 'x', '--age', 'old']],
    [['analyze', 'x', '--sex', 'x']],
    [['analyze', 'x', '--pdf']],
    [['analyze', 'x', '--models', 'no-such-model']],
    [['audit']],
  ])('ends with 2 and an empty stdout for %j', async (args) => {
    const { code, stdout, stderr } = await einthoven(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it('ends with 0 for help and version', async () => {
    expect(await einthoven('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('not a medical device'),
    });
    expect(await einthoven('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

/** Somebody who has the key changes the archive behind the program's back. */
const alter = (sql: string): void => {
  const key = readKey(at('default.sqlite'), null);
  if (!key.ok) throw new Error(key.error.message);
  const db = new Database(at('default.sqlite'));
  unlockDatabase(db, key.value.bytes);
  db.exec(sql);
  db.close();
};

describe('audit', () => {
  it('ends with 1 and the first bad event when the file was tampered with', async () => {
    record('a');
    await einthoven('analyze', at('in'), '--models', 'none', '--archive', at('default.sqlite'));
    alter(
      "DROP TRIGGER audit_no_update; UPDATE audit SET type = 'recording-refused' WHERE type = 'recording-analysed'",
    );
    const verified = await einthoven('audit', 'verify');
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(/^BROKEN at event 3: content/);
  });

  it('ends with 1 and names event and recording when what is stored was altered', async () => {
    record('a');
    await einthoven('analyze', at('in'), '--models', 'none', '--archive', at('default.sqlite'));
    alter(`UPDATE analyses SET analysis = replace(analysis, '"sampleRateHz":100', '"sampleRateHz":101')`);
    const verified = await einthoven('audit', 'verify');
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(/^BROKEN at event 3: stored: the analysis of recording 1 /);
  });

  it('writes nothing into an empty file', async () => {
    writeFileSync(at('default.sqlite'), '');
    for (const what of ['verify', 'list'])
      expect(await einthoven('audit', what)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/empty/),
      });
    expect(readFileSync(at('default.sqlite'))).toHaveLength(0);
  });

  it('makes no archive where there is none, and refuses what is none', async () => {
    const missing = await einthoven('audit', 'verify');
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(existsSync(at('default.sqlite'))).toBe(false);
    writeFileSync(at('default.sqlite'), 'something else entirely, long enough to be looked at'.repeat(20));
    const refused = await einthoven('audit', 'list');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/no archive at all/);
  });
});

describe('schema, models, demo', () => {
  it('prints the JSON Schema of a result', async () => {
    const { code, stdout } = await einthoven('schema');
    expect(code).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema.anyOf).toHaveLength(2);
    expect(schema.anyOf[0].required).toContain('measurements');
  });

  it('lists the models and verifies them', { timeout: 120_000 }, async () => {
    const listed = await einthoven('models', 'list');
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain('superclass-ensemble');
    const verified = await einthoven('models', 'verify', 'beats-causal');
    expect(verified).toMatchObject({
      code: 0,
      lines: [expect.stringMatching(/^ok +beats-causal \S+ sha256 [0-9a-f]{64},/)],
    });
    expect((await einthoven('models', 'verify', 'nowhere')).code).toBe(2);
  });

  it('installs a model beside those that ship, and tells the audit trail', { timeout: 120_000 }, async () => {
    const shipped = fileURLToPath(new URL('../../models/beats-causal/', import.meta.url));
    cpSync(shipped, at('mine'), { recursive: true });
    const manifest = JSON.parse(readFileSync(at('mine', 'model.json'), 'utf8'));
    writeFileSync(at('mine', 'model.json'), JSON.stringify({ ...manifest, id: 'beats-mine', version: '7.0.0' }));
    expect(await einthoven('models', 'install', at('mine'))).toMatchObject({
      code: 0,
      stdout: `installed beats-mine 7.0.0, sha256 ${manifest.sha256}\n`,
    });
    expect((await einthoven('models', 'list')).stdout).toMatch(/^beats-mine +7\.0\.0 +beats .* user .* ready$/m);
    expect((await einthoven('audit', 'list')).stdout).toMatch(/model-installed +model:beats-mine/);
    writeFileSync(at('user-models', 'beats-mine', 'model.onnx'), 'no graph');
    const verified = await einthoven('models', 'verify');
    expect(verified.code).toBe(3);
    expect(verified.stdout).toMatch(/^REFUSED {2}beats-mine 7\.0\.0: .*not the file that was released/m);
  });

  it('does the whole job on the demo recordings', { timeout: 120_000 }, async () => {
    const { code, lines } = await einthoven('demo', '--out', at('out'));
    expect(code).toBe(0);
    const files = readdirSync(at('out'));
    const count = files.filter((name) => name.endsWith('.json')).length;
    expect(count).toBeGreaterThanOrEqual(9);
    expect(files.filter((name) => name.endsWith('.pdf'))).toHaveLength(count);
    expect(lines.join('\n')).toContain(`${count} analysed, 0 refused`);
    expect(lines.join('\n')).not.toContain('not an ECG');
    expect(await einthoven('audit', 'verify', '--archive', at('out', 'archive.sqlite'))).toMatchObject({ code: 0 });
  });
});
