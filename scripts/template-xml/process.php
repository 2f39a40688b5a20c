<?php
// <orders><order id="10"><status>В пути</status><comment/></order>…</orders>
if (isset($data->error)) $core->fail((string) $data->error);

foreach ($data->order as $order) {
  $core->lead->setstc($e2i[(string) $order['id']] ?? null, (string) $order->status);
}
