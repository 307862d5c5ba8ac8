// Checks what comes from outside, which may be anything.
import { z } from 'zod'

/** Like `safeParse`; of what is no text zod compares the `length` all the same, and that may throw. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return schema.safeParse(input)
  } catch {
    const issue: z.core.$ZodIssue = { code: 'custom', path: [], message: 'malformed', input }
    return { success: false, error: new z.ZodError<z.output<Schema>>([issue]) }
  }
}
