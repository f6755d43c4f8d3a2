import QtQuick
import Komado
import "../theme"

// What was typed so far. A day shows where its year, month and day will stand.
Rectangle {
    id: field
    property bool isDay: false
    required property var dateParts
    readonly property string typed: Kiosk.typed
    readonly property bool long: typed.length > 22
    radius: Theme.mm(3)
    color: Theme.surface
    border.width: Theme.mm(0.9)
    border.color: Theme.primary
    Accessible.role: Accessible.StaticText
    Accessible.name: typed

    Row {
        visible: !field.isDay
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1.5)

        Prose {
            words: field.isDay ? "" : field.typed
            em: field.long ? 7.2 : 11
            leading: 1.15
            font.bold: true
            width: Math.min(implicitWidth, field.width - Theme.mm(18))
            wrapMode: Text.WrapAnywhere
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
        Rectangle {
            width: Theme.mm(1)
            height: Theme.mm(field.long ? 9 : 14)
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.primary
        }
    }
    Row {
        visible: field.isDay
        anchors.centerIn: parent
        spacing: Theme.mm(7)

        Repeater {
            model: field.isDay ? 3 : 0
            delegate: Row {
                id: part
                required property int index
                readonly property int first: index === 0 ? 0 : 2 + 2 * index
                readonly property int count: index === 0 ? 4 : 2
                readonly property string digits: field.typed.substr(first, count)
                spacing: Theme.mm(2)

                Row {
                    spacing: Theme.mm(1.2)
                    anchors.verticalCenter: parent.verticalCenter
                    Repeater {
                        model: part.count
                        delegate: Item {
                            required property int index
                            width: Theme.mm(9)
                            height: Theme.mm(15)
                            OneLine {
                                words: part.digits.charAt(parent.index)
                                em: 12
                                font.bold: true
                                anchors.centerIn: parent
                                Accessible.ignored: true
                            }
                            Rectangle {
                                width: parent.width
                                height: Theme.mm(1)
                                anchors.bottom: parent.bottom
                                color: part.first + parent.index === field.typed.length ? Theme.primary : Theme.metalDark
                            }
                        }
                    }
                }
                OneLine {
                    words: field.dateParts[part.index]
                    em: 7.5
                    anchors.verticalCenter: parent.verticalCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}
