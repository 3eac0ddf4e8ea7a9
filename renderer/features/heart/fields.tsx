import { type ReactNode, useId } from 'react';

/** A label and its control, which takes the id; beside the control its unit. */
export const Field = (props: {
  readonly label: string;
  readonly unit?: string;
  /** The control below its label, as wide as the panel. */
  readonly wide?: boolean;
  readonly children: (id: string) => ReactNode;
}) => {
  const id = useId();
  return (
    <div className={props.wide === true ? 'heart-field heart-field-wide' : 'heart-field'}>
      <label htmlFor={id}>{props.label}</label>
      <span className="heart-control">
        {props.children(id)}
        {props.unit !== undefined && <span className="unit">{props.unit}</span>}
      </span>
    </div>
  );
};

export const NumberField = (props: {
  readonly label: string;
  readonly unit?: string;
  readonly value: number | null;
  readonly step?: number | 'any';
  readonly placeholder?: string;
  readonly onChange: (value: number) => void;
}) => (
  <Field label={props.label} {...(props.unit === undefined ? {} : { unit: props.unit })}>
    {(id) => (
      <input
        id={id}
        type="number"
        className="figure"
        step={props.step ?? 'any'}
        value={props.value === null || Number.isNaN(props.value) ? '' : props.value}
        placeholder={props.placeholder}
        onChange={(event) => props.onChange(event.target.valueAsNumber)}
      />
    )}
  </Field>
);

export interface Option<T> {
  readonly value: T;
  readonly title: string;
}

export const ChoiceField = <T,>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly wide?: boolean;
  readonly onChange: (value: T) => void;
}) => (
  <Field label={props.label} wide={props.wide ?? false}>
    {(id) => (
      <select
        id={id}
        value={props.options.findIndex(({ value }) => value === props.value)}
        onChange={(event) => {
          const chosen = props.options[event.target.selectedIndex];
          if (chosen !== undefined) props.onChange(chosen.value);
        }}
      >
        {props.options.map(({ title }, index) => (
          <option key={title} value={index}>
            {title}
          </option>
        ))}
      </select>
    )}
  </Field>
);

export const CheckField = (props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) => (
  <label className="heart-check">
    <input type="checkbox" checked={props.checked} onChange={(event) => props.onChange(event.target.checked)} />
    <span>{props.label}</span>
  </label>
);

export const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className="heart-group">
    <legend>{title}</legend>
    {children}
  </fieldset>
);
