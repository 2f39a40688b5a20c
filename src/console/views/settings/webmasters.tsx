import { useState } from 'preact/hooks';
import { api } from '../../api/client.ts';
import { nameOf, useWebmasters } from '../../api/directory.ts';
import { reread } from '../../api/query.ts';
import type { Webmaster } from '../../api/types.ts';
import { t } from '../../app/words.ts';
import { Button, Empty } from '../../parts/basics.tsx';
import { Dialog, toast } from '../../parts/dialog.tsx';
import { FormFoot, optionsOf, Select, TextField, Tick } from '../../parts/forms.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Section } from './section.tsx';
import { TestPostback } from './test-postback.tsx';

const events = ['processing', 'callback', 'hold', 'accepted', 'cancelled', 'trash', 'paid', 'returned'] as const;
const mostPostbacks = 5;

export function Webmasters() {
  const webmasters = useWebmasters();
  const [edited, setEdited] = useState<Webmaster | 'new' | null>(null);
  return (
    <>
      <Section
        title={t('settings.webmasters')}
        rows={webmasters}
        path="/api/webmasters"
        nameOf={({ name }) => name}
        create={t('settings.newWebmaster')}
        onCreate={() => setEdited('new')}
        onEdit={setEdited}
        empty={
          <Empty icon="leads" title={t('settings.noWebmasters')}>
            <p>{t('settings.noWebmastersText')}</p>
          </Empty>
        }
        columns={[
          { name: 'Id', cell: ({ id }) => id },
          { name: t('common.name'), cell: ({ id, name }) => <a href={`/leads?webmasterId=${id}`}>{name}</a> },
          { name: t('settings.referrer'), cell: ({ referrerId }) => nameOf(webmasters, referrerId) },
          {
            name: t('settings.postbacks'),
            number: true,
            cell: ({ id, postbacks }) => <a href={`/settings/postbacks?webmasterId=${id}`}>{postbacks.length}</a>,
          },
        ]}
      />
      {edited && <WebmasterDialog webmaster={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function WebmasterDialog({ webmaster, onClose }: { webmaster: Webmaster | null; onClose: () => void }) {
  const others = useWebmasters()?.filter(({ id }) => id !== webmaster?.id);
  const form = useForm(
    {
      name: webmaster?.name ?? '',
      referrerId: String(webmaster?.referrerId ?? ''),
      postbacks: webmaster?.postbacks ?? [],
    },
    webmaster ? `webmaster ${webmaster.id}` : 'new webmaster',
  );
  const { values, set, errorOf } = form;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const input = { ...values, referrerId: values.referrerId === '' ? null : Number(values.referrerId) };
    if (
      !(await form.submit(() =>
        webmaster ? api.patch(`/api/webmasters/${webmaster.id}`, input) : api.post('/api/webmasters', input),
      ))
    )
      return;
    toast(t('common.saved'));
    reread('/api/webmasters');
    onClose();
  };
  const change = (index: number, part: Partial<Webmaster['postbacks'][number]>): void =>
    set(
      'postbacks',
      values.postbacks.map((one, at) => (at === index ? { ...one, ...part } : one)),
    );
  return (
    <Dialog title={webmaster?.name ?? t('settings.newWebmaster')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <div class="form-row">
          <TextField
            label={t('common.name')}
            value={values.name}
            onInput={(value) => set('name', value)}
            error={errorOf('name')}
          />
          <Select
            label={t('settings.referrer')}
            value={values.referrerId}
            any={t('common.none')}
            options={optionsOf(others)}
            onChange={(value) => set('referrerId', value)}
            error={errorOf('referrerId')}
          />
        </div>
        <div>
          <h3>{t('settings.postbacks')}</h3>
          <p class="muted small">{t('settings.postbacksHint')}</p>
        </div>
        {values.postbacks.map((postback, index) => (
          <fieldset key={index} class="check-tile">
            <div class="address-row">
              <Select
                label={t('request.method')}
                value={postback.method}
                options={['GET', 'POST'].map((value) => ({ value, label: value }))}
                onChange={(value) => change(index, { method: value as 'GET' })}
              />
              <TextField
                label={t('settings.postbackUrl')}
                mono
                value={postback.url}
                onInput={(url) => change(index, { url })}
                error={errorOf(`postbacks[${index}].url`)}
              />
            </div>
            <div class="row wide-gap">
              {events.map((event) => (
                <Tick
                  key={event}
                  label={t(`settings.event_${event}`)}
                  value={postback.events.includes(event)}
                  onChange={(wanted) =>
                    change(index, {
                      events: wanted ? [...postback.events, event] : postback.events.filter((one) => one !== event),
                    })
                  }
                />
              ))}
            </div>
            {errorOf(`postbacks[${index}].events`) && (
              <span class="wrong">{errorOf(`postbacks[${index}].events`)}</span>
            )}
            <div class="row">
              {webmaster && <TestPostback webmasterId={webmaster.id} postback={postback} />}
              <Button
                small
                kind="plain"
                icon="trash"
                onClick={() =>
                  set(
                    'postbacks',
                    values.postbacks.filter((_, at) => at !== index),
                  )
                }
              >
                {t('common.remove')}
              </Button>
            </div>
          </fieldset>
        ))}
        {values.postbacks.length < mostPostbacks && (
          <div>
            <Button
              small
              icon="plus"
              onClick={() =>
                set('postbacks', [...values.postbacks, { url: 'https://', events: ['accepted'], method: 'GET' }])
              }
            >
              {t('settings.addPostback')}
            </Button>
          </div>
        )}
        <FormFoot form={form} submit={t('common.save')} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
