import { expect, test } from 'vitest';
import { channels } from '../../app/contract/client.ts';
import { callNames, jobNames } from '../../app/contract/names.ts';
import { soleUser } from '../../app/people/person.ts';
import { accept, refuse } from '../../app/result.ts';
import { type Binding, bind, type PageEvent, type Wire } from './bind.ts';
import type { Handlers } from './handler.ts';
import { createJobs } from './jobs.ts';

const unused = () => Promise.reject(new Error('not part of this test'));
const noHandlers = Object.fromEntries([...callNames, ...jobNames].map((name) => [name, unused])) as unknown as Handlers;

const setUp = (handlers: Partial<Handlers>, options: Partial<Pick<Binding, 'checkOutput'>> = {}) => {
  const answering = new Map<string, (event: PageEvent, ...args: unknown[]) => Promise<unknown>>();
  const listening = new Map<string, (event: PageEvent, ...args: unknown[]) => void>();
  const wire: Wire = {
    handle: (channel, listener) => void answering.set(channel, listener),
    on: (channel, listener) => void listening.set(channel, listener),
  };
  const defects: string[] = [];
  const drops: (readonly string[])[] = [];
  bind({
    wire,
    handlers: { ...noHandlers, ...handlers },
    jobs: createJobs(() => performance.now()),
    person: () => accept(soleUser('owner')),
    actingAs: (_name, work) => work(),
    noteRefusal: async () => {},
    takeDrop: (_windowId, paths) => {
      drops.push(paths);
      return { token: 'token-of-the-drop-1', label: `${paths.length}` };
    },
    checkOutput: options.checkOutput ?? true,
    reportDefect: (where) => defects.push(where),
  });
  const sent: unknown[][] = [];
  const sender = {
    id: 7,
    isDestroyed: () => false,
    send: (...args: unknown[]) => void sent.push(args),
  };
  const page: PageEvent = { sender, senderFrame: { origin: 'app://einthoven', parent: null } };
  return {
    page,
    sent,
    defects,
    drops,
    from: (senderFrame: PageEvent['senderFrame']): PageEvent => ({ sender, senderFrame }),
    call: (message: unknown, event = page) => answering.get(channels.call)?.(event, message),
    drop: (paths: unknown, event = page) => answering.get(channels.drop)?.(event, paths),
    cancel: (jobId: unknown, event = page) => listening.get(channels.cancel)?.(event, jobId),
  };
};

const refusedAs = (code: string) => ({ ok: false, error: { code } });
const listRows = { name: 'listRecordings', input: { ids: [] }, jobId: null };

test('a call from our page runs its handler and answers with the result', async () => {
  const { call } = setUp({ listRecordings: async () => accept([]) });
  expect(await call(listRows)).toEqual({ ok: true, value: [] });
});

test.each([
  ['another origin', { origin: 'https://einthoven', parent: null }],
  ['a look-alike origin', { origin: 'app://einthoven.evil', parent: null }],
  ['a frame inside the page', { origin: 'app://einthoven', parent: {} }],
  ['a frame that is gone', null],
])('%s is turned away before anything runs', async (_who, frame) => {
  let ran = 0;
  const { call, drop, drops, from } = setUp({
    listRecordings: async () => {
      ran += 1;
      return accept([]);
    },
  });
  expect(await call(listRows, from(frame))).toMatchObject(refusedAs('invalid-input'));
  expect(await drop(['/a'], from(frame))).toMatchObject(refusedAs('invalid-input'));
  expect(ran).toBe(0);
  expect(drops).toEqual([]);
});

test.each([
  ['an unknown name', { name: 'readFile', input: {}, jobId: null }],
  ['a name of the prototype', { name: 'constructor', input: {}, jobId: null }],
  ['no envelope', 'listRecordings'],
  ['more than the envelope holds', { ...listRows, path: '/etc/passwd' }],
  ['a field that the row does not know', { ...listRows, input: { path: '/etc/passwd' } }],
  ['a wrong type', { name: 'openRecording', input: { recordingId: 'x' }, jobId: null }],
  ['a path instead of a token', { name: 'importRecordings', input: { token: '/etc/passwd/and/more' }, jobId: 'j' }],
  ['a job without an id', { name: 'importRecordings', input: { token: 'a'.repeat(32) }, jobId: null }],
])('%s is refused without running anything', async (_what, message) => {
  const { call, defects } = setUp({});
  const answer = await call(message);
  expect(answer).toMatchObject(refusedAs('invalid-input'));
  expect(JSON.stringify(answer)).not.toContain('passwd');
  expect(defects).toEqual([]);
});

test('a thrown error becomes `internal`, tells the developer and tells the screen nothing', async () => {
  const { call, defects } = setUp({
    listRecordings: () => Promise.reject(new Error('/home/someone/patient-4711.hea')),
  });
  const answer = await call(listRows);
  expect(answer).toMatchObject(refusedAs('internal'));
  expect(JSON.stringify(answer)).not.toMatch(/4711|home|stack/);
  expect(defects).toEqual(['listRecordings']);
});

test('a refusal of the use case passes unchanged', async () => {
  const refusal = refuse('not-found', 'There is no recording 3.');
  const { call } = setUp({ openRecording: async () => refusal });
  expect(await call({ name: 'openRecording', input: { recordingId: 3 }, jobId: null })).toEqual(refusal);
});

test('an answer that breaks the contract is a defect where answers are checked, and passes where they are not', async () => {
  const broken: Partial<Handlers> = { verifyAudit: async () => accept({ intact: true, events: 1.5, head: '' }) };
  const message = { name: 'verifyAudit', input: {}, jobId: null };
  const checking = setUp(broken, { checkOutput: true });
  expect(await checking.call(message)).toMatchObject(refusedAs('internal'));
  expect(checking.defects).toEqual(['output of verifyAudit']);
  const trusting = setUp(broken, { checkOutput: false });
  expect(await trusting.call(message)).toMatchObject({ ok: true });
});

test('a job reports to its window under its id and ends when cancelled', async () => {
  const { call, cancel, sent, from } = setUp({
    importRecordings: (_input, { signal, onProgress }) => {
      onProgress({ stage: 'analysing', done: 1, total: 4 });
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(refuse('cancelled', 'Cancelled.')));
      });
    },
  });
  const answer = call({ name: 'importRecordings', input: { token: 'a'.repeat(32) }, jobId: 'job-1' });
  cancel('job-1', from({ origin: 'https://elsewhere', parent: null }));
  cancel({ not: 'an id' });
  const early = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 20, 'still running'))]);
  expect(early).toBe('still running');
  cancel('job-1');
  expect(await answer).toMatchObject(refusedAs('cancelled'));
  expect(sent).toEqual([[channels.progress, 'job-1', { stage: 'analysing', done: 1, total: 4 }]]);
});

test('dropped paths go behind a token; what is no list of paths is refused', async () => {
  const { drop, drops } = setUp({});
  expect(await drop(['/a', '/b'])).toEqual({ ok: true, value: { token: 'token-of-the-drop-1', label: '2' } });
  expect(drops).toEqual([['/a', '/b']]);
  for (const wrong of [[], [''], '/a', [3], null]) expect(await drop(wrong)).toMatchObject(refusedAs('invalid-input'));
});
