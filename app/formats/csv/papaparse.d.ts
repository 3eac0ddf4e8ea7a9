/** The one call that is used; the published types would bring Node's into the core. */
declare module 'papaparse' {
  const papaparse: {
    readonly parse: (
      text: string,
      options: { readonly delimiter: string; readonly newline: '\n' },
    ) => { readonly data: readonly (readonly string[])[] };
  };
  export default papaparse;
}
