import type { Action } from '../actions/action.ts';
import type { Preset, PresetField } from './presets.ts';

const required = (name: string, value: string, ru: string, en: string, secret = false): PresetField => ({
  name,
  required: true,
  secret,
  hint: { ru, en },
  value,
});
const optional = (number: number): PresetField => ({
  name: `sub_id_${number}`,
  required: false,
  secret: false,
  hint: { ru: `SUB${number} (опционально)`, en: `SUB${number} (optional)` },
  value: `{event.sub_id_${number}}`,
});

const form = 'Form Urlencoded';
const send = 'HTTP-запрос';
/** cpa.house does not print what it calls the order; where it names none, GetCourse's number of the order stands for it. */
const orderIds = ['data.id', 'data.id_order', 'data.order_id', 'id', 'id_order', 'order_id'].map(
  (path) => `steps.${send}.data.${path}`,
);

/** GetCourse purchases become orders in cpa.house. `county_code` is spelt as cpa.house spells it. */
export const getcourseCpaHouse: Preset = {
  name: 'getcourse-cpa-house',
  title: { ru: 'Getcourse. При создании покупки → cpa.house', en: 'GetCourse: purchase created → cpa.house' },
  sourceType: 'getcourse.deal_created',
  fields: [
    required(
      'api_key',
      '{param:api_key}',
      'API ключ (находится в профиле CPA.House)',
      'API key (stands in the CPA.House profile)',
      true,
    ),
    required('id_webmaster', '{param:id_webmaster}', 'Ваш ID в CPA.House', 'Your id in CPA.House'),
    required('name', '{event.name}', 'Имя клиента', 'Name of the client'),
    required('phone', '{event.phone}', 'Телефон клиента', 'Phone of the client'),
    required('id_offer', '{param:id_offer}', 'ID оффера в CPA.House', 'Id of the offer in CPA.House'),
    required('id_source', '{param:id_source}', 'ID источника в CPA.House', 'Id of the source in CPA.House'),
    required('id_stream', '{param:id_stream}', 'ID потока в CPA.House', 'Id of the stream in CPA.House'),
    required(
      'user_agent',
      '{event.user_agent}',
      'User Agent клиента (критично передавать корректный User Agent для правильной работы системы)',
      'User agent of the client (a correct one is critical for the system to work)',
    ),
    required(
      'ip_address',
      '{event.ip_address|event.ip}',
      'IP клиента (критично передавать корректный IP для правильной работы системы)',
      'IP of the client (a correct one is critical for the system to work)',
    ),
    required(
      'county_code',
      '{event.county_code|event.country_code|event.country}',
      'Код страны клиента: RU, UA, BY и др. (ISO 3166-1 alpha-2)',
      'Country code of the client: RU, UA, BY, … (ISO 3166-1 alpha-2)',
    ),
    ...[1, 2, 3, 4].map(optional),
  ],
  actions: (fields, { offerId, integrationId }): Action[] => {
    const valueOf = (name: string): string => fields.find((field) => field.name === name)?.value ?? '';
    return [
      {
        type: 'form-urlencoded',
        name: form,
        fields: fields.map(({ name, value, required, hint }) => ({
          name,
          value,
          hint: hint.ru,
          ...(required && { required }),
        })),
      },
      {
        type: 'http-request',
        name: send,
        method: 'POST',
        url: 'https://api.cpa.house/method/send_order',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: '{previous}',
        success: { field: 'status', equals: 'success', error: 'msg' },
      },
      {
        type: 'create-lead',
        name: 'Лид',
        offerId,
        ...(integrationId !== undefined && { integrationId }),
        extId: `{${orderIds.join('|')}|event.id}`,
        lead: {
          name: valueOf('name'),
          phone: valueOf('phone'),
          country: valueOf('county_code'),
          ip: valueOf('ip_address'),
          userAgent: valueOf('user_agent'),
          ...Object.fromEntries([1, 2, 3, 4].map((number) => [`sub${number}`, valueOf(`sub_id_${number}`)])),
        },
      },
    ];
  },
};
