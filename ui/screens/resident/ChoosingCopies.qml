import QtQuick
import Komado
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title

    Row {
        id: which
        width: parent.width
        spacing: Theme.mm(6)
        Picture {
            kind: page.view.icon
            width: Theme.mm(24)
            height: Theme.mm(30)
        }
        Column {
            width: parent.width - Theme.mm(30)
            anchors.verticalCenter: parent.verticalCenter
            OneLine {
                words: page.view.certificate
                em: 9
                font.bold: true
                width: parent.width
            }
            Repeater {
                model: page.view.details
                delegate: Prose {
                    required property string modelData
                    words: modelData
                    em: Theme.small
                    leading: 1.25
                    width: parent.width
                    color: Theme.inkSoft
                }
            }
        }
    }
    Row {
        id: counter
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Theme.mm(7)
        spacing: Theme.mm(12)

        SignButton {
            objectName: "copies-minus"
            sign: "−"
            text: page.view.fewer
            possible: Kiosk.copies > 1
            onClicked: Kiosk.fewerCopies()
        }
        Rectangle {
            width: Theme.mm(90)
            height: Theme.mm(44)
            radius: Theme.mm(5)
            color: Theme.surface
            border.width: Theme.mm(0.8)
            border.color: Theme.primary
            OneLine {
                anchors.centerIn: parent
                words: page.view.counts[Kiosk.copies - 1]
                em: 20
                font.bold: true
                width: parent.width - Theme.mm(8)
                horizontalAlignment: Text.AlignHCenter
            }
        }
        SignButton {
            objectName: "copies-plus"
            sign: "+"
            text: page.view.more
            possible: Kiosk.copies < page.view.mostCopies
            onClicked: Kiosk.moreCopies()
        }
    }
    Row {
        anchors.top: counter.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.mm(10)
        Column {
            anchors.verticalCenter: parent.verticalCenter
            OneLine {
                words: page.view.fee
                em: page.view.counted === "" ? 8 : 7
                color: Theme.inkSoft
            }
            OneLine {
                words: page.view.counted
                em: Theme.small
                color: Theme.inkSoft
            }
        }
        OneLine {
            words: page.view.sum
            em: 8
            anchors.verticalCenter: parent.verticalCenter
        }
        OneLine {
            words: page.view.totals[Kiosk.copies - 1]
            em: 14
            font.bold: true
            color: Theme.primary
            anchors.verticalCenter: parent.verticalCenter
        }
        OneLine {
            words: page.view.most
            em: Theme.small
            color: Theme.inkSoft
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
