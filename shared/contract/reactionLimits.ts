// Which reactions there are, and what can be said of the pace. Apart from the schemas, so that clients need
// none of them.

export const emojis = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const
export type Emoji = (typeof emojis)[number]

export const paces = ['slower', 'faster', 'lost'] as const
export type Pace = (typeof paces)[number]
