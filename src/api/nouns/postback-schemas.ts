import { postbackUrlProblem } from '../../notify/postbacks/message.ts';
import { httpUrl } from '../schemas.ts';

/** Where a webmaster is told of his leads, macros in it. */
export const postbackUrl = httpUrl(2_000).superRefine((url, context) => {
  const message = URL.canParse(url) ? postbackUrlProblem(url) : null;
  if (message !== null) context.addIssue({ code: 'custom', message });
});
