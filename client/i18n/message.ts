// What a message is, and how one is filled: plain text with `{name}` in it, or one text per plural
// form chosen by `count`. Pure: it knows no language but the one it is given.

export interface Plural {
  readonly one?: string
  readonly two?: string
  readonly few?: string
  readonly many?: string
  readonly zero?: string
  readonly other: string
}
export type Message = string | Plural
export type Area = Readonly<Record<string, Message>>

/** The same messages in another language: plural where the source is plural. */
export type Translation<Source extends Area> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : Plural
}

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

type NamesOf<M> = M extends string ? Names<M> : Names<M[keyof M]> | 'count'

/** The values a message needs; none at all for most. */
export type Values<M> = [NamesOf<M>] extends [never]
  ? Record<string, never>
  : Readonly<Record<NamesOf<M>, string | number>>

export interface Locale {
  readonly plural: Intl.PluralRules
  readonly number: Intl.NumberFormat
}

/** Each part is made when it is first needed: that takes a browser milliseconds. */
export function localeOf(language: string): Locale {
  let plural: Intl.PluralRules | undefined
  let number: Intl.NumberFormat | undefined
  return {
    get plural() {
      return (plural ??= new Intl.PluralRules(language))
    },
    get number() {
      return (number ??= new Intl.NumberFormat(language))
    },
  }
}

export function fill(
  message: Message,
  values: Readonly<Record<string, string | number>>,
  locale: Locale,
): string {
  const text =
    typeof message === 'string'
      ? message
      : (message[locale.plural.select(Number(values['count']))] ?? message.other)
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? locale.number.format(value) : value
  })
}
