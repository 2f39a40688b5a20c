foreach ( $data as $d ) $core->lead->setstc( $e2i[$d['id']], $d['status'] );
