export interface Series {
  name: string;
  /** As long as the times; null is a hole. */
  values: (number | null)[];
}

export interface PlotProps {
  label: string;
  /** Whether the label is shown, too. */
  caption?: boolean;
  /** Milliseconds. */
  times: number[];
  series: Series[];
  height: number;
  format: (value: number) => string;
}
