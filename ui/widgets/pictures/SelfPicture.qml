import QtQuick

Drawing {
    columns: 100
    rows: 70
    Person { atX: 33; atY: 6; size: 1.45 }
}
