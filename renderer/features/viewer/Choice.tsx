/** One of a few, as a list that gives the keys back at once. */
export const Choice = <T extends string | number>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly print: (choice: T) => string;
  readonly onChoose: (choice: T) => void;
}) => (
  <select
    aria-label={props.label}
    title={props.label}
    value={props.value}
    onChange={(event) => {
      const chosen = props.choices[event.target.selectedIndex];
      if (chosen !== undefined) props.onChoose(chosen);
      // The keys of the tracing work again at once, without another click.
      event.target.blur();
    }}
  >
    {props.choices.map((choice) => (
      <option key={choice} value={choice}>
        {props.print(choice)}
      </option>
    ))}
  </select>
);
