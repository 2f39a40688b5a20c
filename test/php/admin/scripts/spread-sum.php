$sums = array_map(fn($d) => (float) str_replace([' ', ','], ['', '.'], $d['sum']), $data);
$total = array_sum($sums);
$core->lead->edit(1, ['base' => number_format($total, 2, '.', ''), 'comment' => 'max ' . max(...$sums) . ' of ' . count($sums)]);
