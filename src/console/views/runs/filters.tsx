import { nameOf, useChecks, useIntegrations, useOffers } from '../../api/directory.ts';
import { navigate, param, withParams } from '../../app/router.ts';
import { t } from '../../app/words.ts';
import { Button } from '../../parts/basics.tsx';
import { optionsOf, Select, Tick } from '../../parts/forms.tsx';

const states = ['running', 'ok', 'failed', 'skipped', 'crashed'] as const;

/** Filters stand in the address, so that a filtered view can be linked to. */
export const filter = (changes: Record<string, string | null>): void =>
  navigate(withParams({ ...changes, cursor: null }), { replace: true });

export function RunFilters() {
  const [checks, integrations, offers] = [useChecks(), useIntegrations(), useOffers()];
  const checkOptions = (checks ?? []).map(({ id, integrationId, kind }) => ({
    value: String(id),
    label: `${nameOf(integrations, integrationId)} · ${t(`kinds.${kind}`)}`,
  }));
  const filtered = ['checkId', 'offerId', 'state', 'refused', 'leadId'].some((name) => param(name) !== '');
  return (
    <div class="filters">
      <Select
        label={t('common.check')}
        value={param('checkId')}
        any={t('common.all')}
        options={checkOptions}
        onChange={(value) => filter({ checkId: value })}
      />
      <Select
        label={t('common.offer')}
        value={param('offerId')}
        any={t('common.all')}
        options={optionsOf(offers)}
        onChange={(value) => filter({ offerId: value })}
      />
      <Select
        label={t('common.state')}
        value={param('state')}
        any={t('common.all')}
        options={states.map((value) => ({ value, label: t(`states.${value}`) }))}
        onChange={(value) => filter({ state: value })}
      />
      <Tick
        label={t('runs.refusedOnly')}
        value={param('refused') === 'true'}
        onChange={(value) => filter({ refused: value ? 'true' : null })}
      />
      {filtered && (
        <Button
          kind="plain"
          small
          onClick={() => filter({ checkId: null, offerId: null, state: null, refused: null, leadId: null })}
        >
          {t('common.clearFilters')}
        </Button>
      )}
    </div>
  );
}
