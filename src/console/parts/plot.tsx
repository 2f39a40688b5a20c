import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { colour, theme } from '../app/theme.ts';
import { clockTime, dayOf, language, number, t } from '../app/words.ts';

export interface Series {
  name: string;
  /** A custom property of the theme: `--green`. */
  colour: string;
  values: readonly (number | null)[];
  /** Columns from the ground up; else a line. */
  columns?: boolean;
}

interface PlotProps {
  /** What the plot shows, in words for those who do not see it. */
  label: string;
  /** When each value begins. */
  times: readonly string[];
  series: readonly Series[];
  /** How a value is written on the axis. */
  write?: (value: number) => string;
  /** What the axis may count in; powers of ten and their halves unless told otherwise. */
  counts?: readonly number[];
}

/** Values over time. The library is loaded when the first plot appears. */
export function Plot({ label, times, series, write = number, counts }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = [
    times.map((at) => Date.parse(at) / 1000),
    ...series.map(({ values }) => [...values]),
  ] as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;
  const writer = useRef(write);
  writer.current = write;
  const look = `${theme.value} ${language.value} ${series.map(({ name }) => name).join()}`;

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | undefined;
    void import('./plot-library.ts').then(({ default: Library }) => {
      const place = box.current;
      if (gone || !place) return;
      plot.current = new Library(
        optionsOf(Library, series, place, (value) => writer.current(value), counts),
        latest.current,
        place,
      );
      observer = new ResizeObserver(() =>
        plot.current?.setSize({ width: place.clientWidth, height: place.clientHeight }),
      );
      observer.observe(place);
    });
    return () => {
      gone = true;
      observer?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [look]);
  useEffect(() => plot.current?.setData(data), [JSON.stringify(data)]);

  const shown = (series[0]?.values ?? []).filter((value) => value !== null);
  const hint = t('overview.plotHint', { max: write(Math.max(0, ...shown)), last: write(shown.at(-1) ?? 0) });
  return (
    <figure class="stack tight">
      <div class="plot" ref={box} role="img" aria-label={`${label}. ${hint}`} />
      {series.length > 1 && (
        <figcaption class="legend">
          {series.map(({ name, colour: property }) => (
            <span key={name}>
              <i style={{ '--colour': `var(${property})` }} />
              {name}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

function optionsOf(
  Library: typeof uPlot,
  series: readonly Series[],
  place: HTMLElement,
  write: (value: number) => string,
  counts: readonly number[] | undefined,
): uPlot.Options {
  const axis = {
    stroke: colour('--ink-3'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  return {
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    cursor: { y: false, points: { show: false } },
    padding: [8, 18, 0, 0],
    // A column stands right of its moment: the last one needs a place of its own.
    scales: {
      x: { range: (plot, min, max) => [min, max + stepOf(plot.data[0])] },
      y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, 1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 64,
        values: (_plot, ticks) => ticks.map((at, index) => tick(at, ticks[index - 1])),
      },
      {
        ...axis,
        size: 54,
        space: 34,
        ...(counts && { incrs: [...counts] }),
        values: (_plot, ticks) => ticks.map((value) => (Number.isInteger(value) || value > 1 ? write(value) : '')),
      },
    ],
    series: [
      {},
      ...series.map(({ name, colour: property, columns = false }) => ({
        label: name,
        stroke: colour(property),
        width: columns ? 0 : 2,
        spanGaps: true,
        // A lone value makes no line.
        points: {
          show: (plot: uPlot, index: number) => !columns && lone(plot.data[index]),
          size: 6,
          fill: colour(property),
        },
        ...(columns && {
          fill: colour(property),
          paths: Library.paths.bars?.({ size: [0.72, 26], align: 1, radius: 0.12 }) as uPlot.Series.PathBuilder,
        }),
      })),
    ],
  };
}

const lone = (values: ArrayLike<number | null | undefined> | undefined): boolean =>
  Array.from(values ?? []).filter((value) => value !== null && value !== undefined).length === 1;

const stepOf = (times: ArrayLike<number>): number => (times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : 0);

/** The hour; where a day begins, the day. */
function tick(at: number, before: number | undefined): string {
  const date = new Date(at * 1000);
  const newDay = before !== undefined && new Date(before * 1000).getDate() !== date.getDate();
  return newDay ? dayOf(date).replace(/,? ?\d{4}.*$/, '') : clockTime(date);
}
