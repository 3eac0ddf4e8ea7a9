import { z } from 'zod';
import { accessTo } from '../../app/contract/access.ts';
import { channels } from '../../app/contract/client.ts';
import { contract, type MethodName } from '../../app/contract/table.ts';
import { type Person, whyNot } from '../../app/people/person.ts';
import type { Progress } from '../../app/ports.ts';
import { type Result, refuse } from '../../app/result.ts';
import type { Caller, Handlers } from './handler.ts';
import type { Jobs } from './jobs.ts';
import { origin } from './origin.ts';

/** The part of Electron's IPC event that is looked at; a test can make one. */
export interface PageEvent {
  readonly sender: {
    readonly id: number;
    readonly isDestroyed: () => boolean;
    readonly send: (channel: string, ...args: unknown[]) => void;
  };
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null;
}

/** The part of `ipcMain` that is used. */
export interface Wire {
  handle(channel: string, listener: (event: PageEvent, ...args: unknown[]) => Promise<unknown>): void;
  on(channel: string, listener: (event: PageEvent, ...args: unknown[]) => void): void;
}

export interface Binding {
  readonly wire: Wire;
  readonly handlers: Handlers;
  readonly jobs: Jobs;
  /** Who sits at the desk; `locked` for nobody. */
  readonly person: () => Result<Person>;
  /** Runs work in the name of a person, for the audit trail. */
  readonly actingAs: <T>(name: string, work: () => T) => T;
  /** Puts on the trail that a person was refused a call by role. */
  readonly noteRefusal: (call: MethodName) => Promise<void>;
  /** Puts dropped files behind a token. */
  readonly takeDrop: (windowId: number, paths: readonly string[]) => { readonly token: string; readonly label: string };
  /** Also hold what we answer against the contract; for development, where a mistake should show at once. */
  readonly checkOutput: boolean;
  /** Where a defect is told to the developer. Never to the screen. */
  readonly reportDefect: (where: string, error: unknown) => void;
}

const jobIdSchema = z.string().regex(/^[a-z0-9-]{1,64}$/);
const requestSchema = z
  .object({ name: z.enum(Object.keys(contract) as MethodName[]), input: z.unknown(), jobId: jobIdSchema.nullable() })
  .strict();
const dropSchema = z.array(z.string().min(1).max(4096)).min(1).max(100_000);

/** Our page in the window's own frame; a frame inside it, or a page from elsewhere, is nobody. */
const isTrusted = (event: PageEvent): boolean =>
  event.senderFrame !== null && event.senderFrame.parent === null && event.senderFrame.origin === origin;

const stranger = () => refuse('invalid-input', 'The call did not come from the window of this program.');
const defect = () => refuse('internal', 'Einthoven made a mistake while doing this. Nothing was changed; try again.');

/** Names the fields that do not fit, never their values. */
const misfit = (error: z.ZodError) =>
  refuse(
    'invalid-input',
    `The call does not fit the contract: ${error.issues.map((issue) => `${issue.path.join('.') || 'input'} (${issue.code})`).join(', ')}.`,
  );

/** Whether the person at the desk may make this call, asked before its input is looked at. */
const admit = async (name: MethodName, binding: Binding): Promise<Result<Person | null>> => {
  const person = binding.person();
  const needed = accessTo[name];
  if (needed === 'anyone') return { ok: true, value: person.ok ? person.value : null };
  if (!person.ok) return person;
  const forbidden = whyNot(person.value, needed);
  if (forbidden === null) return person;
  await binding.actingAs(person.value.name, () => binding.noteRefusal(name));
  return forbidden;
};

const runRow = async <N extends MethodName>(
  name: N,
  rawInput: unknown,
  from: Omit<Caller, 'person'>,
  binding: Binding,
): Promise<Result<unknown>> => {
  const row = contract[name];
  const admitted = await admit(name, binding);
  if (!admitted.ok) return admitted;
  const person = admitted.value;
  const caller: Caller = { ...from, person };
  const input = row.input.safeParse(rawInput);
  if (!input.success) return misfit(input.error);
  try {
    // The handler of a row takes what the row's own schema has just parsed; TypeScript cannot follow that through the union.
    const handler = binding.handlers[name] as (input: unknown, caller: Caller) => Promise<Result<unknown>>;
    const work = () => handler(input.data, caller);
    const result = await (person === null ? work() : binding.actingAs(person.name, work));
    if (result.ok && binding.checkOutput) {
      const output = row.output.safeParse(result.value);
      if (!output.success) {
        binding.reportDefect(`output of ${name}`, output.error);
        return defect();
      }
    }
    return result;
  } catch (error) {
    binding.reportDefect(name, error);
    return defect();
  }
};

/**
 * The only door between screen and main. Every message is checked for its sender, then for its form against the
 * contract; the answer is always `{ ok: true, value } | { ok: false, error }`, and a thrown error leaks nothing.
 */
export const bind = (binding: Binding): void => {
  const { wire, jobs } = binding;

  wire.handle(channels.call, async (event, message) => {
    if (!isTrusted(event)) return stranger();
    const request = requestSchema.safeParse(message);
    if (!request.success) return misfit(request.error);
    const { name, input, jobId } = request.data;
    const windowId = event.sender.id;
    if (contract[name].kind === 'call') {
      return runRow(name, input, { windowId, signal: new AbortController().signal, onProgress: () => {} }, binding);
    }
    if (jobId === null) return refuse('invalid-input', `${name} is a job and needs an id.`);
    const send = (progress: Progress) => {
      if (!event.sender.isDestroyed()) event.sender.send(channels.progress, jobId, progress);
    };
    return jobs.run(windowId, jobId, send, (job) => runRow(name, input, { windowId, ...job }, binding));
  });

  wire.on(channels.cancel, (event, jobId) => {
    const id = jobIdSchema.safeParse(jobId);
    if (isTrusted(event) && id.success) jobs.cancel(event.sender.id, id.data);
  });

  wire.handle(channels.drop, async (event, paths) => {
    if (!isTrusted(event)) return stranger();
    const parsed = dropSchema.safeParse(paths);
    const admitted = await admit('importRecordings', binding);
    if (!admitted.ok) return admitted;
    if (!parsed.success) return refuse('invalid-input', 'What was dropped are not files of this machine.');
    return { ok: true, value: binding.takeDrop(event.sender.id, parsed.data) };
  });
};
