/** Recognition with all vocabularies. The runtime puts the same together, so that it parses each part when it is needed. */
import { createRecogniser } from './recogniser.ts';
import { labels, vocabularies } from './words/index.ts';

export { type Context, mappingKey, type Recognised, type Recognition } from './recogniser.ts';

export const recognise = createRecogniser(() => ({ vocabularies: vocabularies(), labels: labels() }));
