import QtQuick

// A certificate.
Drawing {
    columns: 64
    rows: 86
    Sheet { atX: 2; atY: 2 }
}
