/** The one call that is used; the package brings no types of its own. */
declare module 'papaparse' {
  const papaparse: {
    readonly unparse: (
      rows: readonly Readonly<Record<string, string>>[],
      options: { readonly escapeFormulae: RegExp },
    ) => string;
  };
  export default papaparse;
}
