<?php
// The signature is of the very body that is sent, so the body is made here.
$fields = $core->form($fields);
$url .= '?id=' . $params['user'] . '-' . hash_hmac('sha1', $fields, $params['key']);
