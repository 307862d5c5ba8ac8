import type { account as source } from '../en/account.ts'
import type { Translation } from '../message.ts'

export const account: Translation<typeof source> = {
  signInTitle: 'Anmelden',
  signInLead: 'Zu Ihren Kursen und Ihrem Unterricht.',
  login: 'E-Mail-Adresse oder Benutzername',
  password: 'Passwort',
  signInWrong: 'Name oder Passwort stimmt nicht.',
  signInHelp:
    'Passwort vergessen oder nie eines gehabt? Bitten Sie Ihre Lehrkraft oder die Verwaltung um einen Einmal-Link.',
  signInGuest:
    'Zu einem Unterricht eingeladen? Dafür brauchen Sie kein Konto: Öffnen Sie den Link, den Sie bekommen haben.',

  linkTitle: 'Mit einem Link anmelden',
  linkText: 'Dieser Link gilt einmal. Danach bleiben Sie auf diesem Gerät angemeldet.',
  linkUsedTitle: 'Dieser Link gilt nicht mehr',
  linkUsedText:
    'Ein Einmal-Link gilt einmal und nur einige Tage, und ein neuerer beendet den älteren. Bitten Sie um einen neuen.',
  choosePasswordTitle: 'Passwort wählen',
  choosePasswordText:
    'Damit Sie sich auch auf anderen Geräten anmelden können. Es geht auch später.',
  later: 'Später',

  setUpTitle: 'Lyceum einrichten',
  setUpText:
    'Legen Sie das Konto der Eigentümerin oder des Eigentümers an: Es sieht alles und legt weitere Konten an. Das Terminal, in dem Lyceum gestartet wurde, zeigt einen Einmal-Code.',
  setUpCode: 'Code aus dem Terminal',
  setUpSubmit: 'Konto anlegen',
  setUpWrong: 'Dieser Code stimmt nicht. Kopieren Sie ihn so, wie er im Terminal steht.',
  setUpDoneTitle: 'Lyceum ist schon eingerichtet',
  setUpDoneText:
    'Das erste Konto gibt es schon. Melden Sie sich damit an, oder bitten Sie um ein eigenes.',

  name: 'Ihr Name',
  nameHint: 'So, wie ihn andere im Unterricht sehen.',
  passwordNew: 'Neues Passwort',
  passwordHint: 'Mindestens {count} Zeichen. Ein kurzer Satz merkt sich leicht.',
  passwordShow: 'Passwort zeigen',
  passwordHide: 'Passwort verbergen',
  passwordShort: {
    one: 'Es fehlt noch {count} Zeichen.',
    other: 'Es fehlen noch {count} Zeichen.',
  },
  loginTaken: 'Ein Konto mit diesem Namen gibt es schon. Melden Sie sich damit an.',

  keepTitle: 'Behalten, was Sie getan haben',
  keepText:
    'Sie waren als Gast dabei. Legen Sie ein Konto an, und was Sie in diesem Browser getan haben, gehört dazu.',
  keepSubmit: 'Konto anlegen',
  keepNone:
    'In diesem Browser gibt es nichts zu behalten. Öffnen Sie den Unterricht noch einmal und kommen Sie dann wieder.',
  claimTitle: 'Mit eigenem Konto teilnehmen',
  claimText: 'Die Einladung nimmt Sie in den Kurs auf. Ihr Konto behält, was Sie tun.',
  claimSubmit: 'Konto anlegen und teilnehmen',
  claimSignedIn:
    'Sie sind als {name} angemeldet. Gehen Sie hinein; der Unterricht steht dann bei Ihnen.',
  claimGoIn: 'Zum Unterricht',
  keptTitle: 'Ihr Konto ist angelegt',
  keptText: 'Sie können diese Seite schließen und im Unterricht weitermachen.',
  keepSignedIn:
    'Sie sind als {name} angemeldet. Was Sie als Gast getan haben, übernehmen Sie dort:',
  haveAccount: 'Ich habe ein Konto',

  title: 'Konto',
  profile: 'Sie',
  profileSaved: 'Ihr Name ist gespeichert.',
  passwordTitle: 'Passwort',
  passwordCurrent: 'Jetziges Passwort',
  passwordChange: 'Passwort ändern',
  passwordSet: 'Passwort festlegen',
  passwordDone: 'Ihr Passwort ist geändert. Andere Geräte sind abgemeldet.',
  passwordNone: 'Sie haben noch keines: Sie kamen mit einem Einmal-Link.',
  passwordCurrentWrong: 'Das jetzige Passwort stimmt nicht.',
  look: 'Aussehen und Sprache',
  language: 'Sprache',
  theme: 'Farben',
  theme_auto: 'Wie das System',
  theme_light: 'Hell',
  theme_dark: 'Dunkel',
  keys: 'Tastenkürzel',
  calendar: 'Kalender',
  calendarText:
    'Abonnieren Sie diese Adresse in Ihrem Kalenderprogramm, um dort allen Unterricht zu sehen. Wer die Adresse hat, kann ihn lesen.',
  calendarUrl: 'Private Adresse Ihres Kalenders',
  calendarRenew: 'Neue Adresse machen',
  calendarRenewed: 'Die neue Adresse ist da. Die alte gilt nicht mehr.',
  guest: 'Als Gast in diesem Browser',
  guestText:
    'Waren Sie hier einmal ohne Anmeldung im Unterricht? Übernehmen Sie es in dieses Konto.',
  guestAdopt: 'Übernehmen',
  guestAdopted: {
    one: '{count} Platz gehört nun zu Ihrem Konto.',
    other: '{count} Plätze gehören nun zu Ihrem Konto.',
  },
  guestNone: 'Es gab nichts zu übernehmen.',
  leave: 'Abmelden',
  signOutEverywhere: 'Auf allen Geräten abmelden',
}
