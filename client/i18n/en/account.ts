// Signing in, setting up, one's own account.
import type { Area } from '../message.ts'

export const account = {
  signInTitle: 'Sign in',
  signInLead: 'To your courses and classes.',
  login: 'E-mail address or user name',
  password: 'Password',
  signInWrong: 'The name or the password is not right.',
  signInHelp:
    'Forgotten your password, or never had one? Ask your instructor or whoever runs Lyceum here for a one-time sign-in link.',
  signInGuest: 'Invited to a class? You need no account: open the link you were sent.',

  linkTitle: 'Sign in with a link',
  linkText: 'This link works once. After that you stay signed in on this device.',
  linkUsedTitle: 'This link no longer works',
  linkUsedText:
    'A one-time link works once and for some days, and a newer one ends the older. Ask for a new one.',
  choosePasswordTitle: 'Choose a password',
  choosePasswordText: 'So that you can sign in on other devices too. You can also do it later.',
  later: 'Later',

  setUpTitle: 'Set up Lyceum',
  setUpText:
    'Make the owner’s account: it sees everything and makes other accounts. The terminal where Lyceum started shows a one-time code.',
  setUpCode: 'Code from the terminal',
  setUpSubmit: 'Make the owner’s account',
  setUpWrong: 'This code is not right. Copy it from the terminal as it stands.',
  setUpDoneTitle: 'Lyceum is set up already',
  setUpDoneText: 'The owner’s account exists. Sign in with it, or ask its owner for an account.',

  name: 'Your name',
  nameHint: 'As others see it in class.',
  passwordNew: 'New password',
  passwordHint: 'At least {count} characters. A short sentence is easy to remember.',
  passwordShow: 'Show password',
  passwordHide: 'Hide password',
  passwordShort: {
    one: 'It needs {count} more character.',
    other: 'It needs {count} more characters.',
  },
  loginTaken: 'There is an account with this name already. Sign in with it instead.',

  keepTitle: 'Keep your progress',
  keepText:
    'You took part as a guest. Make an account, and what you did in this browser becomes part of it.',
  keepSubmit: 'Make an account',
  keepNone: 'This browser has no guest progress to keep. Open the class once more, then come back.',
  claimTitle: 'Join with an account of your own',
  claimText: 'The invitation makes you a member of the course. Your account keeps what you do.',
  claimSubmit: 'Make an account and join',
  claimSignedIn: 'You are signed in as {name}. Go in, and the class is yours to come back to.',
  claimGoIn: 'To the class',
  keptTitle: 'Your account is made',
  keptText: 'You can close this page and go on in your class.',
  keepSignedIn:
    'You are signed in as {name}. Bring what you did as a guest into this account there:',
  haveAccount: 'I have an account',

  title: 'Account',
  profile: 'You',
  profileSaved: 'Your name is saved.',
  passwordTitle: 'Password',
  passwordCurrent: 'Current password',
  passwordChange: 'Change password',
  passwordSet: 'Set password',
  passwordDone: 'Your password is changed. Other devices are signed out.',
  passwordNone: 'You have none yet: you came by a one-time link.',
  passwordCurrentWrong: 'The current password is not right.',
  look: 'Look and language',
  language: 'Language',
  theme: 'Colours',
  theme_auto: 'As the system',
  theme_light: 'Light',
  theme_dark: 'Dark',
  keys: 'Keyboard shortcuts',
  calendar: 'Calendar',
  calendarText:
    'Subscribe to this address in your calendar program to see all your classes there. Whoever has the address can read them.',
  calendarUrl: 'Private address of your calendar',
  calendarRenew: 'Make a new address',
  calendarRenewed: 'The new address is there. The old one no longer works.',
  guest: 'As a guest in this browser',
  guestText: 'Did you take part in a class here without signing in? Bring it into this account.',
  guestAdopt: 'Bring it in',
  guestAdopted: {
    one: '{count} seat is now part of your account.',
    other: '{count} seats are now part of your account.',
  },
  guestNone: 'There was nothing to bring in.',
  leave: 'Signing out',
  signOutEverywhere: 'Sign out on all devices',
} as const satisfies Area
