// Checks what comes from outside, which may be anything.
import { z } from 'zod'

export type Checked<Output> =
  | { readonly success: true; readonly data: Output }
  | { readonly success: false; readonly error: z.ZodError }

/** Like `safeParse`; of what is no text zod compares the `length` all the same, and that may throw. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Checked<z.output<Schema>> {
  try {
    return schema.safeParse(input)
  } catch {
    const error = new z.ZodError([{ code: 'custom', path: [], message: 'malformed', input }])
    return { success: false, error }
  }
}
