export const common = {
  loading: 'Loading…',
  retry: 'Try again',
  copied: 'Copied',
  copy: 'Copy',
  pages: 'Pages',
  firstPage: 'To the start',
  previous: 'Previous',
  next: 'Next',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  saved: 'Saved',
  create: 'Create',
  add: 'Add',
  remove: 'Remove',
  delete: 'Delete',
  deleted: 'Deleted',
  edit: 'Edit',
  name: 'Name',
  all: 'All',
  any: 'Any',
  none: 'None',
  yes: 'Yes',
  no: 'No',
  search: 'Search',
  actions: 'Actions',
  open: 'Open',
  details: 'Details',
  value: 'Value',
  offer: 'Offer',
  integration: 'Integration',
  check: 'Check',
  state: 'State',
  status: 'Status',
  when: 'When',
  skip: 'Skip to content',
  menu: 'Menu',
  language: 'Language',
  byKey: 'key {{name}}',
  readOnly: 'Your role may look, but not change this.',
  unsaved: 'Not saved yet',
  created: 'Created',
  more: 'More',
  clearFilters: 'Clear filters',
};

export const nav = {
  overview: 'Overview',
  integrations: 'Integrations',
  runs: 'Runs',
  leads: 'Leads',
  unrecognised: 'Unrecognised',
  pipelines: 'Pipelines',
  settings: 'Settings',
  main: 'Views',
  apiDocs: 'API documentation',
};

export const theme = {
  label: 'Theme',
  light: 'Light',
  dark: 'Dark',
  system: 'As the system',
};

export const signIn = {
  title: 'Sign in to Sverka',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  out: 'Sign out',
  first: 'First start? Open the one-time link that the server printed.',
  tagline: 'Keeps lead statuses in step with the CRMs of your advertisers.',
  over: 'Your session is over. Sign in, and you go on where you were.',
};

export const welcome = {
  first: 'Welcome to Sverka',
  firstText: 'You are the first here: make the administrator of this network.',
  invited: 'Welcome, {{name}}',
  invitedText: 'Choose a password for {{email}}.',
  name: 'Your name',
  password: 'New password',
  passwordHint: 'At least 10 characters; a few words are good.',
  submit: 'Set the password and go in',
};

export const connection = {
  lost: 'The server cannot be reached. What you type is kept; the page goes on by itself.',
  busy: 'The server is busy or its database is away. The page goes on by itself.',
  retrying: 'It is tried again.',
  notSent: 'Nothing was sent: do it again once the connection is back.',
  again: 'It is back: do it again.',
};

export const notFound = {
  page: 'Not found',
  title: 'There is nothing at this address',
  text: 'The link may be old, or what it showed is no longer kept.',
  back: 'To the overview',
};

export const roles = {
  admin: 'Administrator',
  operator: 'Operator',
  viewer: 'Viewer',
};

export const units = {
  ms: '{{n}} ms',
  seconds: '{{n}} s',
  minutes: '{{n}} min',
  hours: '{{n}} h',
  days: '{{n}} d',
};
