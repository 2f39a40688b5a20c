import type { ColumnType } from 'kysely';

/** JSON that is always there. */
export type Json<T> = ColumnType<T, string, string>;

/** JSON or null. */
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** A column with a default. */
export type Default<T> = ColumnType<T, T | undefined, T>;

export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
