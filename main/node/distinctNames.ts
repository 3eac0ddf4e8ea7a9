/**
 * Gives each record a name for its file, without extension, that nothing has had before: neither in this run nor among the
 * names that are there already. Names that differ in case alone are one file on some systems.
 */
export function distinctNames(alreadyThere: Iterable<string> = []): (record: string) => string {
  const taken = new Set([...alreadyThere].map((name) => name.toLowerCase()));
  return (record) => {
    // A record's name may come from foreign systems; on disk it is letters, digits, dot, dash and underscore.
    const base = record.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_') || 'recording';
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
