<?php
// Runs one script by PHP itself, with a $core that only writes down what it is asked.
error_reporting(0);
ini_set('display_errors', '0');
date_default_timezone_set('UTC');

class Failed extends Exception {}

class Leads
{
    public array $edits = [];
    public array $texts = [];

    public function edit($id, $edit)
    {
        if (!isset($GLOBALS['known'][$id])) return false;
        if (is_string($edit['comment'] ?? null)) $edit['comment'] = stripslashes($edit['comment']);
        $this->edits[] = [(int) $id, (object) $edit];
        return true;
    }

    public function approve($id, $comment = null)
    {
        return $this->edit($id, ['accept' => 1] + ((string) $comment === '' ? [] : ['comment' => addslashes(trim($comment))]));
    }

    public function setstatus($id, $status)
    {
        if (isset($GLOBALS['known'][$id]) && trim((string) $status) !== '') $this->texts[(int) $id] = trim((string) $status);
    }

    public function setstc($id, $status)
    {
        $this->setstatus($id, $status);
    }
}

class Lookup
{
    public function id($iso)
    {
        return ['RUB' => 1, 'USD' => 2][$iso] ?? null;
    }

    public function bycode($offer, $code)
    {
        return $code === 'ftd' ? 31 : null;
    }
}

class Core
{
    public $lead;
    public $currency;
    public $goal;

    public function __construct()
    {
        $this->lead = new Leads();
        $this->currency = $this->goal = new Lookup();
    }

    public function each($rows, $fn)
    {
        foreach ($rows as $key => $row) {
            try {
                $fn($row, $key);
            } catch (Failed $e) {
                throw $e;
            } catch (Throwable $e) {
            }
        }
    }

    public function fail($message)
    {
        throw new Failed($message);
    }
}

$case = json_decode(stream_get_contents(STDIN), true);
$core = new Core();
$now = 1700000000;
$offer = ['id' => 7, 'name' => 'Часы'];
$params = $ofps = $case['params'];
$known = [];
foreach ($case['ext'] as $i => $ext) {
    $known[$i + 1] = true;
    $e2i[$ext] = $i + 1;
    $ids[$i + 1] = 2;
    $i2t[$i + 1] = $now - 7200;
    $idl[] = $i + 1;
    $ide[$i + 1] = $ext;
}
$idsl = implode(',', $idl);
$idel = implode(',', $ide);
$response = ['status' => 200, 'headers' => ['content-type' => 'application/json']];
$url = 'https://crm.test/orders?ids={idsl}';
$method = 'GET';
$headers = ['accept' => '*/*'];
$fields = ['ids' => [1, 2]];
$post = &$fields;
$data = match ($case['format']) {
    'json' => json_decode($case['answer'], true, 512, JSON_BIGINT_AS_STRING),
    'xml' => simplexml_load_string($case['answer']),
    default => $case['answer'],
};
$failed = null;
ob_start();
try {
    eval(str_starts_with($case['code'], '<?php') ? '?>' . $case['code'] : $case['code']);
} catch (Failed $e) {
    $failed = $e->getMessage();
}
$printed = ob_get_clean();
echo json_encode([
    'edits' => $core->lead->edits,
    'texts' => (object) $core->lead->texts,
    'printed' => $printed,
    'failed' => $failed,
    'request' => $case['format'] === 'pre' ? ['url' => $url, 'method' => $method, 'headers' => $headers, 'fields' => $fields] : null,
], JSON_UNESCAPED_UNICODE);
