/** XML in texts. */
import { warn } from '../host.ts';
import { xmlObject } from '../objects/simplexml.ts';
import type { Functions } from './define.ts';

export const xml: Functions = {
  simplexml_load_string: [
    'string data,?string class_name=,int options=,string namespace_or_prefix=,bool is_prefix=',
    (text: string) => {
      const object = xmlObject(text);
      if (object === null) warn('simplexml_load_string(): the text is no XML');
      return object ?? false;
    },
  ],
};
