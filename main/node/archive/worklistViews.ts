import { type WorklistView, worklistQuerySchema } from '../../../app/worklist/query.ts';
import type { Connection } from './database.ts';

/** By name. A view that a newer program wrote and this one cannot read is left out, and left alone. */
export function readViews({ query, all }: Connection): WorklistView[] {
  const stored = all(query.selectFrom('worklist_views').selectAll().orderBy('name').compile());
  return stored.flatMap(({ name, query: text }) => {
    const parsed = worklistQuerySchema.safeParse(parseJson(text));
    return parsed.success ? [{ name, query: parsed.data }] : [];
  });
}

export function keepView({ query, run }: Connection, view: WorklistView): void {
  const text = JSON.stringify(view.query);
  const insert = query.insertInto('worklist_views').values({ name: view.name, query: text });
  run(insert.onConflict((conflict) => conflict.column('name').doUpdateSet({ query: text })).compile());
}

export function dropView({ query, run }: Connection, name: string): void {
  run(query.deleteFrom('worklist_views').where('name', '=', name).compile());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
