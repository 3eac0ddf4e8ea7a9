import { readFileSync } from 'node:fs';
import { expect, test } from '../runtime/workstation.ts';

/** What must hold in the very window that the other journeys run in: no relaxation for tests. */

test('the page is sandboxed, isolated and has no way out', async ({ workstation: { app, page } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const metrics = process.argv.filter((word) => /no-sandbox|disable-web-security|disable-site-isolation/.test(word));
    return { pid: window?.webContents.getOSProcessId() ?? 0, metrics };
  });
  expect(preferences.metrics).toEqual([]);
  if (process.platform === 'linux') {
    // 2: a seccomp filter is on; more than one pid in NSpid: a pid namespace of its own.
    const status = readFileSync(`/proc/${preferences.pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NSpid:(\s+\d+){2,}$/m);
  }
  const globals = await page.evaluate(() => ({
    require: typeof (globalThis as Record<string, unknown>).require,
    process: typeof (globalThis as Record<string, unknown>).process,
    frozen: Object.isFrozen((globalThis as Record<string, unknown>).einthoven),
    origin: location.origin,
  }));
  expect(globals.require).toBe('undefined');
  expect(globals.process).toBe('undefined');
  expect(globals.origin).toBe('app://einthoven');
});

test('content security policy stops inline scripts, and nothing reaches the network', async ({
  workstation: { page },
}) => {
  const blocked = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.body.append(script);
      }),
  );
  expect(blocked).toContain('script-src');
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
  const fetched = await page.evaluate(() =>
    fetch('https://127.0.0.1:9/').then(
      () => 'reached',
      () => 'blocked',
    ),
  );
  expect(fetched).toBe('blocked');
});

test('main answers a call that breaks the contract with a reason, not with data', async ({ workstation: { page } }) => {
  const answers = await page.evaluate(async () => {
    const client = (globalThis as unknown as { einthoven: Record<string, (input: unknown) => Promise<unknown>> })
      .einthoven;
    return Promise.all([
      client.openRecording?.({ recordingId: '../../etc/passwd' }),
      client.openRecording?.({ recordingId: 1, extra: true }),
      client.listAudit?.({ fromSeq: 0, limit: 1e9 }),
    ]);
  });
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
});
