// What staff may want from an account.
import type { InputOf } from '../../../shared/contract/http/routes.ts'

export type AccountWish =
  | { readonly kind: 'update'; readonly change: InputOf<'accounts.update'>['body'] }
  | { readonly kind: 'link' }
  | { readonly kind: 'recover' }
